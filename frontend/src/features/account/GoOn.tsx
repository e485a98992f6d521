import { useEffect } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { returnPath } from './returnPath';

/** To where one wanted to be before signing in. The server's own pages aren't the client's to draw. */
export function GoOn() {
  const [params] = useSearchParams();
  const path = returnPath(params);
  const isServers = path.startsWith('/admin/');
  useEffect(() => {
    if (isServers) location.assign(path);
  }, [isServers, path]);
  return isServers ? null : <Navigate to={path} replace />;
}
