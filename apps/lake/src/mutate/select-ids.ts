import { refuseSlowToParse } from '@bodytext/groq/parse/query-text';
import { QueryError } from '@bodytext/groq/query-error';
import type { QueryScope } from '@bodytext/groq/query-scope';
import { runQuery } from '@bodytext/groq/run';
import { cpuMs } from '../fairness/cpu-time.ts';
import type { SelectIds } from './apply-mutation.ts';
import { limits } from './limits.ts';
import type { CostMeter } from './transaction-cost.ts';

/**
 * Runs the queries of mutations that select by query, for one request. They read what the request has written, so they
 * block the event loop: all of them share one timeout, which is also checked within loops, and their time counts as
 * cost of the transaction.
 */
export function createSelectIds(scope: QueryScope): SelectIds {
  let last: { meter: CostMeter; timer: QueryTimer } | undefined;
  return (query, params, meter) => {
    refuseSlowToParse(query);
    // A request runs a second time, with a new meter, when its group is rolled back for another request.
    if (last?.meter !== meter) last = { meter, timer: createQueryTimer(meter) };
    const { timer } = last;
    return timer.time(() => idsIn(runQuery({ query, params }, scope, { deadline: timer, checksLoops: true })));
  };
}

type QueryTimer = ReturnType<typeof createQueryTimer>;

/**
 * Measures CPU time: on a busy machine the clock runs on while the process waits for a processor. The clock is read
 * first, since it is cheaper.
 */
function createQueryTimer(meter: CostMeter) {
  let spentInEarlierQueries = 0;
  let since = { clock: 0, processor: 0 };
  let isLarge = false;

  function isPast(limit: number): boolean {
    if (spentInEarlierQueries + performance.now() - since.clock < limit) return false;
    return spentInEarlierQueries + cpuMs() - since.processor >= limit;
  }

  return {
    time<Result>(work: () => Result): Result {
      since = { clock: performance.now(), processor: cpuMs() };
      const result = work();
      const spent = cpuMs() - since.processor;
      spentInEarlierQueries += spent;
      meter.spend(spent * 1_000);
      return result;
    },

    check(): void {
      if (!isLarge && isPast(limits.selectingAfterLarge.value)) {
        meter.markLarge();
        isLarge = true;
      }
      if (isPast(limits.selecting.value)) throw queryTimeout();
    },
  };
}

function queryTimeout(): Error {
  const seconds = limits.selecting.value / 1_000;
  return new QueryError(`The queries that select documents took longer than ${seconds} seconds and were stopped.`);
}

/** The ids in the result of a query for documents, or for ids. */
function idsIn(result: unknown): string[] {
  const found = Array.isArray(result) ? result : [result];
  return found.flatMap((item) => {
    if (typeof item === 'string') return [item];
    const hasId = typeof item === 'object' && item !== null && '_id' in item;
    return hasId && typeof item._id === 'string' ? [item._id] : [];
  });
}
