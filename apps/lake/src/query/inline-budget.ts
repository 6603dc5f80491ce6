import type { Deadline } from '@bodytext/groq/deadline';
import { fewParts } from '@bodytext/groq/parse/query-text';
import { OverBudget } from '@bodytext/groq/query-error';
import { cachedCpuMs, cpuMs, cpuMsCachedFor } from '../fairness/cpu-time.ts';
import { queryLimits } from './limits.ts';

/** What a query may cost on the main thread, where other requests wait for it; a unit is about reading one document. */
export type InlineBudget = { units: number; ms: number; listed?: number; parts?: number };

export const defaultBudget: InlineBudget = { units: queryLimits.inlineUnits.value, ms: queryLimits.inlineRun.value };
/** For a caller over its rate limit: a document and what it refers to. */
export const smallBudget: InlineBudget = { units: 100, ms: 2, listed: 500, parts: fewParts };

/** For a query that is tried on the main thread first; `OverBudget` is thrown when it needs the worker thread. */
export function startInlineDeadline({ units, ms, listed }: InlineBudget = defaultBudget): Deadline {
  const started = performance.now();
  const end = started + ms;
  // A cached value may be older than so short a budget.
  const cpuBefore = ms < cpuMsCachedFor ? cpuMs() : cachedCpuMs(started);
  let left = units;
  // By CPU time too: on a busy machine the process may have been preempted, which is not the query’s cost.
  const isOver = (): boolean => performance.now() > end && cpuMs() - cpuBefore > ms;
  return {
    check() {
      if (isOver()) throw new OverBudget();
    },
    charge(cost) {
      left -= cost;
      if (left < 0 || isOver()) throw new OverBudget();
    },
    ...(listed !== undefined && { maxListed: listed }),
  };
}
