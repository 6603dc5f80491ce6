import { type Deadline, queryError, refuseLong } from './limits.ts';
import type { QueryParams } from './parse.ts';
import { prepare } from './prepared.ts';
import { type QueryScope, runQuery } from './run.ts';

/**
 * What the queries of one request's mutations may take together: they run where everybody else waits, since they see
 * what the request has written before them. Those whose time is bounded by what they read may read a lot.
 */
const longestBoundedMs = 500;
const longestOtherMs = 200;

/** Finds the documents of mutations that select by query; for one request, which has so much time for all of them. */
export function createSelectIds(scope: QueryScope): (query: string, params: QueryParams) => string[] {
  const bounded = createBudget(longestBoundedMs);
  const other = createBudget(longestOtherMs);
  return (query, params) => {
    refuseLong(query);
    const budget = prepare(query, params).isBounded ? bounded : other;
    return budget.spend((deadline) => idsIn(runQuery({ query, params }, scope, { deadline })));
  };
}

/** Time that is used up by running, not by waiting. */
function createBudget(limitMs: number) {
  let left = limitMs;
  return {
    spend<Result>(work: (deadline: Deadline) => Result): Result {
      const start = performance.now();
      const end = start + left;
      try {
        return work({
          check() {
            if (performance.now() > end) throw tookTooLong(limitMs);
          },
        });
      } finally {
        left -= performance.now() - start;
      }
    },
  };
}

function tookTooLong(limitMs: number): Error {
  return queryError(`The queries that select documents took longer than ${limitMs / 1000} seconds and were stopped.`);
}

/** The ids in the result of a query that selects documents, or projects nothing but ids. */
function idsIn(result: unknown): string[] {
  const found = Array.isArray(result) ? result : [result];
  return found.flatMap((item) => {
    if (typeof item === 'string') return [item];
    const hasId = typeof item === 'object' && item !== null && '_id' in item;
    return hasId && typeof item._id === 'string' ? [item._id] : [];
  });
}
