import { queryLimits } from './limits.ts';
import { QueryError } from './query-error.ts';

/**
 * The time and work a query may take. Loops over documents call `check`, which throws after the timeout: JavaScript
 * can't be interrupted, so without it one query could block its thread.
 */
export type Deadline = {
  check(): void;
  /** Counts work before it is done, in units of about a microsecond. Throws `OverBudget` when the budget is used up. */
  charge?(units: number): void;
  /** The most documents that one index lookup may list. */
  maxListed?: number;
};

/** @param limitMs timeout, after which `check` throws a `QueryError` */
export function startDeadline(limitMs: number = queryLimits.timeout.value): Deadline {
  const end = performance.now() + limitMs;
  return {
    check() {
      if (performance.now() > end)
        throw new QueryError(`The query took longer than ${limitMs / 1000} seconds and was stopped.`);
    },
  };
}
