import type { Deadline } from '@bodytext/groq/deadline';
import { fewParts } from '@bodytext/groq/parse/query-text';
import { OverBudget } from '@bodytext/groq/query-error';
import { freshForMs, spentLately, spentMs } from '../fairness/cpu-time.ts';
import { queryLimits } from './limits.ts';

/** What a query may spend on the main thread, where other requests wait for it; a unit is about reading one document. */
export type InlineBudget = { units: number; ms: number; listed?: number; parts?: number };

export const usualBudget: InlineBudget = { units: queryLimits.inlineUnits.value, ms: queryLimits.inlineRun.value };
/** For a caller over its rate limit: a document and what it refers to. */
export const smallBudget: InlineBudget = { units: 100, ms: 2, listed: 500, parts: fewParts };

/** For a query that is tried on the main thread first; `OverBudget` is thrown when it needs the worker thread. */
export function startInlineDeadline({ units, ms, listed }: InlineBudget = usualBudget): Deadline {
  const started = performance.now();
  const end = started + ms;
  // For so short a time, a value that is some milliseconds old says too little.
  const spentBefore = ms < freshForMs ? spentMs() : spentLately(started);
  let left = units;
  // By the CPU's time too: on a busy machine the process may have been preempted, which makes no small query a large one.
  const isOver = (): boolean => performance.now() > end && spentMs() - spentBefore > ms;
  return {
    check() {
      if (isOver()) throw new OverBudget();
    },
    charge(cost) {
      left -= cost;
      if (left < 0 || isOver()) throw new OverBudget();
    },
    ...(listed !== undefined && { mostListed: listed }),
  };
}
