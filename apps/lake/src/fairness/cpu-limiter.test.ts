import { expect, test } from '@jest/globals';
import { createCpuLimiter } from './cpu-limiter.ts';
import { fairnessLimits as limits } from './limits.ts';

function withFakeClock() {
  const clock = { time: 0, busy: 0 };
  const cpuMs = () => clock.busy;
  const cpuLimiter = createCpuLimiter({ now: () => clock.time, cpuMs, cachedCpuMs: cpuMs });
  const pass = (ms: number): void => {
    clock.time += ms;
  };
  const work = (ms: number) => (): void => {
    clock.time += ms;
    clock.busy += ms;
  };
  return { clock, cpuLimiter, pass, work };
}

test('recorded CPU time halves with time, and is of one caller only', () => {
  const { cpuLimiter, pass, work } = withFakeClock();
  cpuLimiter.run('much', work(100));
  expect([cpuLimiter.recentMs('much'), cpuLimiter.recentMs('other')]).toEqual([100, 0]);
  pass(limits.halfLife.value);
  expect(cpuLimiter.recentMs('much')).toBe(50);
});

test('a caller over the burst waits so long that its long work is its share of the time', () => {
  const { cpuLimiter, pass, work } = withFakeClock();
  cpuLimiter.run('greedy', work(limits.burst.value));
  cpuLimiter.recordRequest('modest');
  expect(cpuLimiter.waitMs('greedy')).toBe(0);
  cpuLimiter.run('greedy', work(50));
  cpuLimiter.recordRequest('modest');
  const wait = cpuLimiter.waitMs('greedy');
  expect(50 / wait).toBeCloseTo(limits.share.value, 2);
  expect(cpuLimiter.waitMs('modest')).toBe(0);
  pass(wait);
  cpuLimiter.recordRequest('modest');
  expect(cpuLimiter.waitMs('greedy')).toBe(0);
});

test('short work is free, and so is time for which the process was preempted', () => {
  const { clock, cpuLimiter, work } = withFakeClock();
  cpuLimiter.recordRequest('modest');
  for (let n = 0; n < 1_000; n++) cpuLimiter.run('quick', work(limits.long.value / 2));
  cpuLimiter.run('preempted', () => {
    clock.time += 10_000;
  });
  cpuLimiter.recordRequest('modest');
  expect([cpuLimiter.waitMs('quick'), cpuLimiter.waitMs('preempted')]).toEqual([0, 0]);
});

test('a caller that is alone never waits, and the wait is bounded', () => {
  const { cpuLimiter, pass, work } = withFakeClock();
  cpuLimiter.run('greedy', work(60_000));
  expect(cpuLimiter.waitMs('greedy')).toBe(0);
  cpuLimiter.recordRequest('modest');
  expect(cpuLimiter.waitMs('greedy')).toBe(limits.longestWait.value);
  pass(limits.aloneAfter.value + 1);
  expect(cpuLimiter.waitMs('greedy')).toBe(0);
});
