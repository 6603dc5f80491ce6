import { expect, test } from '@jest/globals';
import { createFilterTime } from './filter-time.ts';

function clocked() {
  const clock = { time: 0, busy: 0 };
  const filterTime = createFilterTime({ now: () => clock.time, spent: () => clock.busy });
  const work = (ms: number): void => {
    clock.time += ms;
    clock.busy += ms;
  };
  return { clock, filterTime, work };
}

test('a filter has a quarter of a second, and all of them together a tenth, whatever their number', () => {
  const { filterTime, work } = clocked();
  const first = filterTime.start();
  filterTime.measure(() => work(90));
  expect(() => first.check()).not.toThrow();
  filterTime.measure(() => work(90));
  const late = filterTime.start();
  work(2);
  expect(() => late.check()).toThrow(/took too long/);
  filterTime.refill();
  const next = filterTime.start();
  work(2);
  expect(() => next.check()).not.toThrow();
});

test('a filter that had to wait for a busy machine is none that takes long', () => {
  const { clock, filterTime } = clocked();
  const deadline = filterTime.start();
  clock.time += 10_000;
  expect(() => deadline.check()).not.toThrow();
});
