import type { Deadline } from '@bodytext/groq/deadline';
import { expect, test } from '@jest/globals';
import { fairnessLimits } from '../fairness/limits.ts';
import { createShares } from '../fairness/shares.ts';
import { createFilterTime, type FilterTime } from './filter-time.ts';
import { listenLimits as limits } from './limits.ts';

function clocked() {
  const clock = { time: 0, busy: 0 };
  const now = () => clock.time;
  const spent = () => clock.busy;
  const shares = createShares({ now, spent, spentLately: spent });
  const filterTime = createFilterTime(shares, { now, spent });
  const work = (ms: number): void => {
    clock.time += ms;
    clock.busy += ms;
  };
  return { clock, shares, filterTime, work };
}

const document = { _id: 'a', _type: 'note', _rev: 'r', _createdAt: '', _updatedAt: '' };

/** Evaluates a filter that looks at the time when it has taken so long. */
function evaluate(filterTime: FilterTime, caller: string, look: () => void): boolean {
  return filterTime.filterOf(caller, (start) => () => {
    const deadline: Deadline = start();
    look();
    deadline.check();
    return true;
  })(document);
}

test('filters have a tenth of a second, all of them together, whatever their number', () => {
  const { filterTime, work } = clocked();
  const take = (ms: number) => () => evaluate(filterTime, 'a', () => work(ms));
  expect(take(limits.filtersTogether.value - 1)()).toBe(true);
  filterTime.measure(() => work(limits.filtersTogether.value));
  expect(take(2)).toThrow(/took too long/);
  filterTime.refill();
  expect(take(2)()).toBe(true);
});

test('whoever’s filters have had everybody wait has a slice for all of them at each write, and nobody else less', () => {
  const { shares, filterTime, work } = clocked();
  const take = (caller: string, ms: number) => () => evaluate(filterTime, caller, () => work(ms));
  shares.notice('modest');
  take('greedy', 80)();
  take('greedy', fairnessLimits.atOnce.value - 50)();
  shares.notice('modest');
  filterTime.refill();
  expect(take('greedy', limits.filtersOfResting.value + 1)).toThrow(/took too long/);
  expect(take('greedy', 2 * limits.filterOfResting.value)).toThrow(/took too long/);
  // One that looks at nothing but its document goes on.
  expect(take('greedy', limits.filterOfResting.value / 2)()).toBe(true);
  expect(take('modest', 20)()).toBe(true);
});

test('a filter that had to wait for a busy machine is none that takes long', () => {
  const { clock, filterTime } = clocked();
  const waited = evaluate(filterTime, 'a', () => {
    clock.time += 10_000;
  });
  expect(waited).toBe(true);
});
