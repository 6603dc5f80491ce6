import { storageFailure } from './store/storage-failure.ts';

/**
 * What nobody asked for, so that nobody is told if it fails: the log says so, and it is done again at its next time.
 * Unguarded, a disk that is full for a minute, or an import that holds the database, would end the lake.
 *
 * @param what begins a sentence of the log, such as “Noting which tokens are used”
 */
export function backgroundTask(what: string, work: () => void | Promise<void>): () => void {
  return () => {
    try {
      const done = work();
      if (done) done.catch((error: unknown) => logFailure(what, error));
    } catch (error) {
      logFailure(what, error);
    }
  };
}

export function logFailure(what: string, error: unknown): void {
  const known = storageFailure(error);
  console.error(`${what} failed; the lake tries again.`, known ? known.message : error);
}
