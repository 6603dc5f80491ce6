import { expect, test } from '@jest/globals';
import { fairnessLimits as limits } from './limits.ts';
import { createShares } from './shares.ts';

function clocked() {
  const clock = { time: 0, busy: 0 };
  const spent = () => clock.busy;
  const shares = createShares({ now: () => clock.time, spent, spentLately: spent });
  const pass = (ms: number): void => {
    clock.time += ms;
  };
  const work = (ms: number) => (): void => {
    clock.time += ms;
    clock.busy += ms;
  };
  return { clock, shares, pass, work };
}

test('what somebody has used is forgotten with time, and counts for nobody else', () => {
  const { shares, pass, work } = clocked();
  shares.spend('much', work(100));
  expect([shares.usedBy('much'), shares.usedBy('other')]).toEqual([100, 0]);
  pass(limits.halfLife.value);
  expect(shares.usedBy('much')).toBe(50);
});

test('whoever has had others wait rests, so long that it is the share of the time', () => {
  const { shares, pass, work } = clocked();
  shares.spend('greedy', work(limits.atOnce.value));
  shares.notice('modest');
  expect(shares.restOf('greedy')).toBe(0);
  shares.spend('greedy', work(50));
  shares.notice('modest');
  const rest = shares.restOf('greedy');
  expect(50 / rest).toBeCloseTo(limits.share.value, 2);
  expect(shares.restOf('modest')).toBe(0);
  pass(rest);
  shares.notice('modest');
  expect(shares.restOf('greedy')).toBe(0);
});

test('short pieces count for nothing, nor does what had to wait for a busy machine', () => {
  const { clock, shares, work } = clocked();
  shares.notice('modest');
  for (let n = 0; n < 1_000; n++) shares.spend('quick', work(limits.long.value / 2));
  shares.spend('preempted', () => {
    clock.time += 10_000;
  });
  shares.notice('modest');
  expect([shares.restOf('quick'), shares.restOf('preempted')]).toEqual([0, 0]);
});

test('whoever is alone may have all of the time, and nobody rests for long', () => {
  const { shares, pass, work } = clocked();
  shares.spend('greedy', work(60_000));
  expect(shares.restOf('greedy')).toBe(0);
  shares.notice('modest');
  expect(shares.restOf('greedy')).toBe(limits.longestRest.value);
  pass(limits.company.value + 1);
  expect(shares.restOf('greedy')).toBe(0);
});
