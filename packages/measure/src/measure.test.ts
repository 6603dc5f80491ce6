import { expect, test } from '@jest/globals';
import { medianRatio, quantile, timeOf } from './measure.ts';

test('the median of an odd number of values is the middle one, whatever their order', () => {
  expect(quantile([9, 1, 5], 0.5)).toBe(5);
});

test('the 99th percentile of fifty values is the greatest', () => {
  expect(
    quantile(
      Array.from({ length: 50 }, (_, index) => index + 1),
      0.99,
    ),
  ).toBe(50);
});

test('no values have no median', () => {
  expect(() => quantile([], 0.5)).toThrow('nothing');
});

test('a time runs to the end of what is timed', async () => {
  expect(await timeOf(() => new Promise((resolve) => setTimeout(resolve, 20)))).toBeGreaterThan(15);
});

test('a ratio is the median of what each was of the one beside it, however slow the machine was for a while', () => {
  expect(medianRatio([30, 3, 300], [10, 1, 50])).toBe(3);
});
