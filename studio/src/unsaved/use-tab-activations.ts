import { useEffect, useState } from 'react';

/** Counts how often this tab became visible. Before that, the editor may have closed another tab with unsaved edits. */
export function useTabActivations(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const countVisible = (): void => {
      if (document.visibilityState === 'visible') setCount((before) => before + 1);
    };
    document.addEventListener('visibilitychange', countVisible);
    return () => document.removeEventListener('visibilitychange', countVisible);
  }, []);
  return count;
}
