/**
 * A semaphore with a bounded queue, for password hashing: each hash takes much memory and time, and a flood of sign-ins
 * must not exhaust them.
 */
export function createSemaphore({ concurrent, queued }: { concurrent: number; queued: number }) {
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
