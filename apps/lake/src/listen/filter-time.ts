import { type Deadline, queryError, spentMs } from '../query/limits.ts';

/** What one filter may take for one document. */
const longestMs = 250;
/** What all filters may take for one transaction, after which each has only the least. */
const allTogetherMs = 100;
/** Many times what a filter takes that looks at nothing but its document. */
const leastMs = 1;

/**
 * The time that listeners' filters have. They are evaluated for every change, where everybody else waits: one that
 * takes long is bearable, hundreds of them are not.
 */
export type FilterTime = ReturnType<typeof createFilterTime>;

type Clock = { now(): number; spent(): number };

export function createFilterTime({ now, spent }: Clock = { now: () => performance.now(), spent: spentMs }) {
  let left = allTogetherMs;

  return {
    /** At each transaction anew. */
    refill(): void {
      left = allTogetherMs;
    },

    /** Does what is for some listeners; gives how long it took. */
    measure(work: () => void): number {
      const began = now();
      work();
      const ms = now() - began;
      left -= ms;
      return ms;
    },

    /** For one evaluation. On a busy machine a filter may have waited for its turn: that makes no quick one slow. */
    start(): Deadline {
      const limit = Math.max(leastMs, Math.min(longestMs, left));
      const [end, spentBefore] = [now() + limit, spent()];
      return {
        check() {
          if (now() > end && spent() - spentBefore > limit) {
            throw queryError('The listener’s filter took too long and was stopped.');
          }
        },
      };
    },
  };
}
