import type { Dataset } from '../dataset.ts';
import { isReleaseDocument } from '../mutate/release.ts';
import { type FindActor, publishScheduled, scheduledReleases } from './due-releases.ts';

/** A clock may be set, a machine may sleep, and another process may schedule: at least this often, it looks again. */
const longestWaitMs = 30_000;
const retryMs = 10_000;

export type ReleaseClock = {
  /** Resolves when nothing is being published any more. */
  close(): Promise<void>;
};

/**
 * Publishes scheduled releases at their time; those whose time came while no lake ran, at once.
 * It sleeps until the next one is due, and wakes when a release changes. Several processes may each have one:
 * whether a release is still due is asked in the transaction that publishes it.
 */
export function startReleaseClock(dataset: Dataset, findActor: FindActor): ReleaseClock {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let work = Promise.resolve();

  function wake(): void {
    clearTimeout(timer);
    work = work.then(look);
  }

  async function look(): Promise<void> {
    if (isOver) return;
    clearTimeout(timer);
    timer = setTimeout(wake, await publishDue()).unref();
  }

  /** How long to sleep then. */
  async function publishDue(): Promise<number> {
    try {
      for (const release of scheduledReleases(dataset)) {
        const waitMs = Date.parse(release.publishAt) - Date.now();
        if (waitMs > 0) return Math.min(waitMs, longestWaitMs);
        if (!isOver) await publishScheduled(dataset, release, findActor);
      }
      return longestWaitMs;
    } catch (error) {
      console.error('A scheduled release could not be published; the lake tries again.', error);
      return retryMs;
    }
  }

  const unsubscribe = dataset.hub.subscribe(({ changes }) => {
    if (changes.some(({ before, after }) => isReleaseDocument(before) || isReleaseDocument(after))) wake();
  });
  wake();

  return {
    async close() {
      isOver = true;
      unsubscribe();
      clearTimeout(timer);
      await work;
      clearTimeout(timer);
    },
  };
}
