import { useSelector } from 'react-redux';
import type { Me } from '../api/shapes';
import type { WithSession } from './slice';

export function useSession() {
  return useSelector((state: WithSession) => state.session);
}

/** Who is signed in. For screens that stand behind the session only. */
export function useMe(): Me {
  const { me } = useSession();
  if (!me) throw new Error('This screen is shown to people who are signed in.');
  return me;
}

/** Whether to offer something; the server decides again. `permission` is Django's, such as `core.add_customer`. */
export function useCan(permission: string): boolean {
  return useMe().permissions.includes(permission);
}
