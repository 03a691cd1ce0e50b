import { useEffect, useState } from 'react';

const MINUTE = 60_000;

/** The present, anew every minute while the window is in sight: “today” must not outlive the day. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const tick = (): void => {
      if (!document.hidden) setNow(new Date());
    };
    const timer = setInterval(tick, MINUTE);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, []);
  return now;
}
