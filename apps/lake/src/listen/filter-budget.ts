import type { Deadline } from '@bodytext/groq/deadline';
import type { DocumentFilter } from '@bodytext/groq/document-filter';
import { QueryError } from '@bodytext/groq/query-error';
import type { CpuLimiter } from '../fairness/cpu-limiter.ts';
import { cpuMs } from '../fairness/cpu-time.ts';
import { listenLimits as limits } from './limits.ts';

/**
 * A time budget for the listeners' filters. They run on the main thread for every changed document: one slow filter is
 * bearable, hundreds are not, nor is one that is slow at every change.
 */
export type FilterBudget = ReturnType<typeof createFilterBudget>;

type Clock = { now(): number; cpuMs(): number };
const clock: Clock = { now: () => performance.now(), cpuMs };

export function createFilterBudget(cpuLimiter: CpuLimiter, { now, cpuMs }: Clock = clock) {
  let left = limits.filtersTogether.value;
  /** What each caller's slow filters have taken of this transaction. */
  let spent = new Map<string, number>();

  function limitFor(caller: string): number {
    if (cpuLimiter.waitMs(caller) === 0) return Math.max(limits.filterAtLeast.value, left);
    return Math.max(limits.filterOfThrottled.value, limits.filtersOfThrottled.value - (spent.get(caller) ?? 0));
  }

  /** The deadline of one evaluation. Also by CPU time: on a busy machine the process may have been preempted. */
  function startDeadline(caller: string): Deadline {
    const limit = limitFor(caller);
    const [end, cpuBefore] = [now() + limit, cpuMs()];
    return {
      check() {
        if (now() > end && cpuMs() - cpuBefore > limit) {
          throw new QueryError('The listener’s filter took too long and was stopped.');
        }
      },
    };
  }

  return {
    /** Called for each transaction. */
    refill(): void {
      left = limits.filtersTogether.value;
      spent = new Map();
    },

    /** Runs `work` and takes its time off the common budget; returns the milliseconds. */
    measure(work: () => void): number {
      const began = now();
      work();
      const ms = now() - began;
      left -= ms;
      return ms;
    },

    /** A filter whose evaluations have a deadline, and whose slow evaluations are charged to the caller. */
    withBudget(caller: string, make: (start: () => Deadline) => DocumentFilter): DocumentFilter {
      const filter = make(() => startDeadline(caller));
      return (document) => {
        const began = now();
        try {
          return filter(document);
        } finally {
          const ms = now() - began;
          if (ms > limits.filterOfThrottled.value) {
            spent.set(caller, (spent.get(caller) ?? 0) + ms);
            cpuLimiter.charge(caller, ms);
          }
        }
      };
    },
  };
}
