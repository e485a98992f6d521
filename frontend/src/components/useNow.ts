import { useEffect, useState } from 'react';

const TICK_MS = 30_000;

/** The time, as a number, told anew every half minute: what can be done with a class depends on it. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, []);
  return now;
}
