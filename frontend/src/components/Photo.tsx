import { useState } from 'react';
import { useDispatch } from 'react-redux';
import { api } from '../api/api';

interface PhotoProps {
  link: string;
  alt?: string;
  /** What is asked for anew when the link has expired. */
  shownBy: Parameters<typeof api.util.invalidateTags>[0];
}

/** Links change every few minutes and the picture doesn't: it is loaded by the first, and by a newer one if that fails. */
export function Photo({ link, alt = '', shownBy }: PhotoProps) {
  const [src, setSrc] = useState(link);
  const [failed, setFailed] = useState<string | null>(null);
  const dispatch = useDispatch();
  if (failed === src && link !== src) setSrc(link);
  if (failed === src) return null;
  return (
    <img
      src={src}
      alt={alt}
      loading="lazy"
      decoding="async"
      onError={() => {
        setFailed(src);
        if (link === src && hasExpired(link)) dispatch(api.util.invalidateTags(shownBy));
      }}
    />
  );
}

function hasExpired(link: string): boolean {
  const { searchParams } = new URL(link);
  const signed = searchParams.get('X-Amz-Date') ?? '';
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(signed) ?? [];
  if (!date || !time) return false;
  const at = Date.parse(
    `${date.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')}T${time.replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3')}Z`,
  );
  return Date.now() > at + Number(searchParams.get('X-Amz-Expires')) * 1000;
}
