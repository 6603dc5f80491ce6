import type { Deadline } from '@bodytext/groq/deadline';
import type { DocumentFilter } from '@bodytext/groq/document-filter';
import { QueryError } from '@bodytext/groq/query-error';
import { spentMs } from '../fairness/cpu-time.ts';
import type { Shares } from '../fairness/shares.ts';
import { listenLimits as limits } from './limits.ts';

/**
 * The time that listeners' filters have. They are evaluated for every change, where everybody else waits: one that
 * takes long is bearable, hundreds of them are not, nor is one that takes long at every change.
 */
export type FilterTime = ReturnType<typeof createFilterTime>;

type Clock = { now(): number; spent(): number };
const clock: Clock = { now: () => performance.now(), spent: spentMs };

export function createFilterTime(shares: Shares, { now, spent }: Clock = clock) {
  let left = limits.filtersTogether.value;
  /** What each caller's costly filters have taken of this transaction. */
  let taken = new Map<string, number>();

  function limitFor(caller: string): number {
    if (shares.restOf(caller) === 0) return Math.max(limits.filterAtLeast.value, left);
    return Math.max(limits.filterOfResting.value, limits.filtersOfResting.value - (taken.get(caller) ?? 0));
  }

  /** For one evaluation. On a busy machine a filter may have waited for its turn: that makes no quick one slow. */
  function start(caller: string): Deadline {
    const limit = limitFor(caller);
    const [end, spentBefore] = [now() + limit, spent()];
    return {
      check() {
        if (now() > end && spent() - spentBefore > limit) {
          throw new QueryError('The listener’s filter took too long and was stopped.');
        }
      },
    };
  }

  return {
    /** At each transaction anew. */
    refill(): void {
      left = limits.filtersTogether.value;
      taken = new Map();
    },

    /** Does what is for some listeners; gives how long it took. */
    measure(work: () => void): number {
      const began = now();
      work();
      const ms = now() - began;
      left -= ms;
      return ms;
    },

    /** A caller's filter, which is given what it may look at: what it takes, where that is much, is theirs. */
    filterOf(caller: string, make: (start: () => Deadline) => DocumentFilter): DocumentFilter {
      const filter = make(() => start(caller));
      return (document) => {
        const began = now();
        try {
          return filter(document);
        } finally {
          const ms = now() - began;
          if (ms > limits.filterOfResting.value) {
            taken.set(caller, (taken.get(caller) ?? 0) + ms);
            shares.charge(caller, ms);
          }
        }
      };
    },
  };
}
