import { refuseLong } from '@bodytext/groq/parse/query-text';
import { QueryError } from '@bodytext/groq/query-error';
import { type QueryScope, runQuery } from '@bodytext/groq/run';
import { spentMs } from '../fairness/cpu-time.ts';
import type { SelectIds } from './apply-mutation.ts';
import { limits } from './limits.ts';
import type { Workload } from './workload.ts';

/**
 * Finds the documents of mutations that select by query, for one request: all its queries have one limit of time, and
 * what they take counts with what the request writes. They run where everybody else waits, since they see what the
 * request has written before them; so each looks at the time wherever it may take long.
 */
export function createSelectIds(scope: QueryScope): SelectIds {
  let last: { load: Workload; watch: Stopwatch } | undefined;
  return (query, params, load) => {
    refuseLong(query);
    // A request may be run once more, because of another that failed.
    if (last?.load !== load) last = { load, watch: createStopwatch(load) };
    const { watch } = last;
    return watch.time(() => idsIn(runQuery({ query, params }, scope, { deadline: watch, isWatched: true })));
  };
}

type Stopwatch = ReturnType<typeof createStopwatch>;

/**
 * Time that is used up by running, not by waiting. On a busy machine a clock goes on while the process waits for its
 * turn: what it has spent of the processor's time is asked as well, where the clock alone would be over.
 */
function createStopwatch(load: Workload) {
  let spentBefore = 0;
  let since = { clock: 0, processor: 0 };
  let isLarge = false;

  function isPast(limit: number): boolean {
    if (spentBefore + performance.now() - since.clock < limit) return false;
    return spentBefore + spentMs() - since.processor >= limit;
  }

  return {
    time<Result>(work: () => Result): Result {
      since = { clock: performance.now(), processor: spentMs() };
      const result = work();
      const spent = spentMs() - since.processor;
      spentBefore += spent;
      load.spend(spent * 1_000);
      return result;
    },

    check(): void {
      if (!isLarge && isPast(limits.selectingAtAnyTime.value)) {
        load.becomeLarge();
        isLarge = true;
      }
      if (isPast(limits.selecting.value)) throw tookTooLong();
    },
  };
}

function tookTooLong(): Error {
  const seconds = limits.selecting.value / 1_000;
  return new QueryError(`The queries that select documents took longer than ${seconds} seconds and were stopped.`);
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
