import { storageFailure } from './store/storage-failure.ts';

/**
 * A task for a timer: its failures are logged, and the next interval retries. Otherwise an uncaught error, from a disk
 * that is full for a minute or an import that holds the lock, would end the process.
 *
 * @param name begins a sentence of the log, such as “Noting which tokens are used”
 */
export function backgroundTask(name: string, work: () => void | Promise<void>): () => void {
  return () => {
    try {
      const done = work();
      if (done) done.catch((error: unknown) => logFailure(name, error));
    } catch (error) {
      logFailure(name, error);
    }
  };
}

export function logFailure(name: string, error: unknown): void {
  const failure = storageFailure(error);
  console.error(`${name} failed; the lake tries again.`, failure ? failure.message : error);
}
