/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { callerAddress } from '../server/caller-address.ts';
import { FeedbackLimits } from './limits.ts';

const hour = 60 * 60_000;

/** How many of so many are taken. */
function taken(limits: FeedbackLimits, times: number, callerAt: (index: number) => string | undefined): number {
  return Array.from({ length: times }, (_, index) => limits.takes('report', callerAt(index))).filter(Boolean).length;
}

test('one caller hands in ten reports an hour, whatever others do', () => {
  let now = 0;
  const limits = new FeedbackLimits(() => now);
  expect(taken(limits, 50, () => '192.0.2.1')).toBe(10);
  expect(limits.takes('report', '192.0.2.2')).toBe(true);
  expect(limits.takes('vote', '192.0.2.1')).toBe(true);
  now += hour;
  expect(limits.takes('report', '192.0.2.1')).toBe(true);
});

test('all together hand in five hundred an hour, so that nobody can fill the editors’ list', () => {
  const limits = new FeedbackLimits(() => 0);
  expect(taken(limits, 2000, (index) => `192.0.2.${index}`)).toBe(500);
});

test('where callers can’t be told apart, none is held back for another', () => {
  expect(taken(new FeedbackLimits(() => 0), 100, () => undefined)).toBe(100);
});

test('whoever has a network of IPv6 is one caller, however its addresses are written', () => {
  const limits = new FeedbackLimits(() => 0);
  const one = ['2001:db8:0:7::1', '2001:db8:0:7:ffff::2', '2001:db8:0:7:1:2:3:4', '2001:db8::7:0:0:0:5'];
  expect(taken(limits, 40, (index) => one[index % one.length])).toBe(10);
  expect(limits.takes('report', '2001:db8:0:8::1')).toBe(true);
});

test('nothing that is kept for counting names a caller, or is the same in the next hour', () => {
  let now = 0;
  const counts = new Map<string, number>();
  const limits = new FeedbackLimits(() => now, counts);
  const names = () => {
    limits.takes('report', '192.0.2.77');
    return [...counts.keys()].filter((name) => name !== 'report');
  };
  const first = names();
  now += hour;
  const second = names();
  expect([first.length, second.length]).toEqual([1, 1]);
  expect(first).not.toEqual(second);
  expect(first.concat(second).join()).not.toContain('192.0.2.77');
});

test('a caller is believed only as far as one’s own proxies say who it is', () => {
  const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.1, 192.0.2.1' };
  expect(callerAddress({ headers }, 0)).toBeUndefined();
  expect(callerAddress({ headers }, 1)).toBe('192.0.2.1');
  expect(callerAddress({ headers }, 2)).toBe('198.51.100.1');
  expect(callerAddress({ headers: {} }, 1)).toBeUndefined();
});
