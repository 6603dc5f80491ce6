import type { Deadline } from '@bodytext/groq/deadline';
import { expect, test } from '@jest/globals';
import { createCpuLimiter } from '../fairness/cpu-limiter.ts';
import { fairnessLimits } from '../fairness/limits.ts';
import { createFilterBudget, type FilterBudget } from './filter-budget.ts';
import { listenLimits as limits } from './limits.ts';

function withFakeClock() {
  const clock = { time: 0, busy: 0 };
  const now = () => clock.time;
  const cpuMs = () => clock.busy;
  const cpuLimiter = createCpuLimiter({ now, cpuMs, cachedCpuMs: cpuMs });
  const filterBudget = createFilterBudget(cpuLimiter, { now, cpuMs });
  const work = (ms: number): void => {
    clock.time += ms;
    clock.busy += ms;
  };
  return { clock, cpuLimiter, filterBudget, work };
}

const document = { _id: 'a', _type: 'note', _rev: 'r', _createdAt: '', _updatedAt: '' };

/** Evaluates a filter that runs `look` and then checks its deadline. */
function evaluate(filterBudget: FilterBudget, caller: string, look: () => void): boolean {
  return filterBudget.withBudget(caller, (start) => () => {
    const deadline: Deadline = start();
    look();
    deadline.check();
    return true;
  })(document);
}

test('all filters together have a tenth of a second for a transaction, whatever their number', () => {
  const { filterBudget, work } = withFakeClock();
  const take = (ms: number) => () => evaluate(filterBudget, 'a', () => work(ms));
  expect(take(limits.filtersTogether.value - 1)()).toBe(true);
  filterBudget.measure(() => work(limits.filtersTogether.value));
  expect(take(2)).toThrow(/took too long/);
  filterBudget.refill();
  expect(take(2)()).toBe(true);
});

test('the filters of a rate-limited caller have one slice together for each transaction, those of others as much as before', () => {
  const { cpuLimiter, filterBudget, work } = withFakeClock();
  const take = (caller: string, ms: number) => () => evaluate(filterBudget, caller, () => work(ms));
  cpuLimiter.recordRequest('modest');
  take('greedy', 80)();
  take('greedy', fairnessLimits.burst.value - 50)();
  cpuLimiter.recordRequest('modest');
  filterBudget.refill();
  expect(take('greedy', limits.filtersOfThrottled.value + 1)).toThrow(/took too long/);
  expect(take('greedy', 2 * limits.filterOfThrottled.value)).toThrow(/took too long/);
  // A filter that reads only its document keeps working.
  expect(take('greedy', limits.filterOfThrottled.value / 2)()).toBe(true);
  expect(take('modest', 20)()).toBe(true);
});

test('a filter is not stopped for time in which the process was preempted', () => {
  const { clock, filterBudget } = withFakeClock();
  const waited = evaluate(filterBudget, 'a', () => {
    clock.time += 10_000;
  });
  expect(waited).toBe(true);
});
