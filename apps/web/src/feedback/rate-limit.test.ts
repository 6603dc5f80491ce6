/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { callerAddress } from '../server/caller-address.ts';
import { createFeedbackRateLimit, type FeedbackRateLimit } from './rate-limit.ts';

const hour = 60 * 60_000;

/** How many of so many reports are accepted. */
function accepted(limit: FeedbackRateLimit, times: number, callerAt: (index: number) => string | undefined): number {
  return Array.from({ length: times }, (_, index) => limit.tryAcquire('report', callerAt(index))).filter(Boolean)
    .length;
}

test('a caller may send ten reports an hour, independently of others', () => {
  let now = 0;
  const limit = createFeedbackRateLimit(() => now);
  expect(accepted(limit, 50, () => '192.0.2.1')).toBe(10);
  expect(limit.tryAcquire('report', '192.0.2.2')).toBe(true);
  expect(limit.tryAcquire('vote', '192.0.2.1')).toBe(true);
  now += hour;
  expect(limit.tryAcquire('report', '192.0.2.1')).toBe(true);
});

test('all callers together may send five hundred reports an hour', () => {
  const limit = createFeedbackRateLimit(() => 0);
  expect(accepted(limit, 2000, (index) => `192.0.2.${index}`)).toBe(500);
});

test('unknown callers are limited only in total', () => {
  expect(
    accepted(
      createFeedbackRateLimit(() => 0),
      100,
      () => undefined,
    ),
  ).toBe(100);
});

test('an IPv6 /64 network is one caller, in every notation', () => {
  const limit = createFeedbackRateLimit(() => 0);
  const one = ['2001:db8:0:7::1', '2001:db8:0:7:ffff::2', '2001:db8:0:7:1:2:3:4', '2001:db8::7:0:0:0:5'];
  expect(accepted(limit, 40, (index) => one[index % one.length])).toBe(10);
  expect(limit.tryAcquire('report', '2001:db8:0:8::1')).toBe(true);
});

test('the counts don’t contain the caller’s address, and have another hash in the next hour', () => {
  let now = 0;
  const counts = new Map<string, number>();
  const limit = createFeedbackRateLimit(() => now, counts);
  const names = () => {
    limit.tryAcquire('report', '192.0.2.77');
    return [...counts.keys()].filter((name) => name !== 'report');
  };
  const first = names();
  now += hour;
  const second = names();
  expect([first.length, second.length]).toEqual([1, 1]);
  expect(first).not.toEqual(second);
  expect(first.concat(second).join()).not.toContain('192.0.2.77');
});

test('only the entries of X-Forwarded-For from the operator’s own proxies are trusted', () => {
  const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.1, 192.0.2.1' };
  expect(callerAddress({ headers }, 0)).toBeUndefined();
  expect(callerAddress({ headers }, 1)).toBe('192.0.2.1');
  expect(callerAddress({ headers }, 2)).toBe('198.51.100.1');
  expect(callerAddress({ headers: {} }, 1)).toBeUndefined();
});
