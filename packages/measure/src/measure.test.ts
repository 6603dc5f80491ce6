import { expect, test } from '@jest/globals';
import { medianRatio, quantile, timeOf } from './measure.ts';

test('the median of an odd number of values is the middle one, whatever their order', () => {
  expect(quantile([9, 1, 5], 0.5)).toBe(5);
});

test('the 99th percentile of fifty values is their maximum', () => {
  expect(
    quantile(
      Array.from({ length: 50 }, (_, index) => index + 1),
      0.99,
    ),
  ).toBe(50);
});

test('the median of no values throws', () => {
  expect(() => quantile([], 0.5)).toThrow('nothing');
});

test('timeOf waits for the promise', async () => {
  expect(await timeOf(() => new Promise((resolve) => setTimeout(resolve, 20)))).toBeGreaterThan(15);
});

test('medianRatio is the median of the pairs’ ratios, so that one slow pair does not count', () => {
  expect(medianRatio([30, 3, 300], [10, 1, 50])).toBe(3);
});
