import { useEffect, useState } from 'react';

/** Counts how often the person has come back to the window, or pressed F5. */
export function useRefreshes(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const refresh = (): void => setCount((before) => before + 1);
    const refreshOnF5 = (event: KeyboardEvent): void => {
      if (event.key === 'F5') refresh();
    };
    window.addEventListener('focus', refresh);
    window.addEventListener('keydown', refreshOnF5);
    return () => {
      window.removeEventListener('focus', refresh);
      window.removeEventListener('keydown', refreshOnF5);
    };
  }, []);
  return count;
}
