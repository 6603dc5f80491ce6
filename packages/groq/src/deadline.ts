import { queryLimits } from './limits.ts';
import { QueryError } from './query-error.ts';

/**
 * What a running query may spend. Loops over documents call `check`, which throws when the time is over; without it one
 * query could occupy the thread for as long as it likes, since JavaScript can't be interrupted.
 */
export type Deadline = {
  check(): void;
  /** Announces work of so many units, each about a microsecond. Throws `OverBudget` where they are used up. */
  charge?(units: number): void;
  /** The most documents that an index lookup may list. */
  mostListed?: number;
};

/** @param limitMs after so many milliseconds the query is stopped with a `QueryError` */
export function startDeadline(limitMs: number = queryLimits.runAlone.value): Deadline {
  const end = performance.now() + limitMs;
  return {
    check() {
      if (performance.now() > end)
        throw new QueryError(`The query took longer than ${limitMs / 1000} seconds and was stopped.`);
    },
  };
}
