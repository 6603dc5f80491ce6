/**
 * Lets a few pieces of work run at once and a few more wait; what comes on top is turned away.
 * Hashing a password takes much memory and time: a flood of guesses must not take all there is.
 */
export function createSemaphore({ running: concurrent, waiting: queued }: { running: number; waiting: number }) {
  const queue: (() => void)[] = [];
  let free = concurrent;

  async function acquire(): Promise<void> {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => queue.push(resolve));
  }

  function release(): void {
    const next = queue.shift();
    if (next) next();
    else free++;
  }

  return {
    isFull: (): boolean => free === 0 && queue.length >= queued,
    async run<Result>(work: () => Promise<Result>): Promise<Result> {
      await acquire();
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
