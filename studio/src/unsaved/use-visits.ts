import { useEffect, useState } from 'react';

/** How often somebody came to this window: from another one, which they may have closed. */
export function useVisits(): number {
  const [visits, setVisits] = useState(0);
  useEffect(() => {
    const come = (): void => {
      if (document.visibilityState === 'visible') setVisits((before) => before + 1);
    };
    document.addEventListener('visibilitychange', come);
    return () => document.removeEventListener('visibilitychange', come);
  }, []);
  return visits;
}
