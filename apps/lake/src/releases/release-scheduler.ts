import type { Dataset } from '../dataset.ts';
import { isReleaseDocument } from '../mutate/release.ts';
import { type FindActor, publishScheduled, scheduledReleases } from './due-releases.ts';

/** Timers miss a changed clock, a sleeping machine, and schedules of other processes: so it polls this often. */
const maxSleepMs = 30_000;
const retryMs = 10_000;

export type ReleaseScheduler = {
  /** Resolves when the publishing in progress is done. */
  close(): Promise<void>;
};

/**
 * Publishes scheduled releases at their time, and at the start those that are overdue. It sleeps until the next one is
 * due, and wakes when a release changes. Several processes may each run one: the publishing transaction checks that the
 * release is still due.
 */
export function startReleaseScheduler(dataset: Dataset, findActor: FindActor): ReleaseScheduler {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let running = Promise.resolve();

  function wake(): void {
    clearTimeout(timer);
    running = running.then(publishDueAndSleep);
  }

  async function publishDueAndSleep(): Promise<void> {
    if (isClosed) return;
    clearTimeout(timer);
    timer = setTimeout(wake, await publishDue()).unref();
  }

  /** Returns how long to sleep. */
  async function publishDue(): Promise<number> {
    try {
      for (const release of scheduledReleases(dataset)) {
        const waitMs = Date.parse(release.publishAt) - Date.now();
        if (waitMs > 0) return Math.min(waitMs, maxSleepMs);
        if (!isClosed) await publishScheduled(dataset, release, findActor);
      }
      return maxSleepMs;
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
      isClosed = true;
      unsubscribe();
      clearTimeout(timer);
      await running;
      clearTimeout(timer);
    },
  };
}
