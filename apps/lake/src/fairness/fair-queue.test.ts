import { expect, test } from '@jest/globals';
import { createFairQueue } from './fair-queue.ts';

test('callers take turns, and a new caller waits for at most one item of each other', () => {
  const queue = createFairQueue<string>();
  for (let n = 0; n < 3; n++) queue.add('greedy', `greedy ${n}`);
  queue.add('modest', 'modest 0');
  expect(queue.take()).toBe('greedy 0');
  queue.add('late', 'late 0');
  queue.add('modest', 'modest 1');
  expect(queue.lengthOf('greedy')).toBe(2);
  const order = Array.from({ length: 6 }, () => queue.take());
  expect(order).toEqual(['modest 0', 'greedy 1', 'late 0', 'modest 1', 'greedy 2', undefined]);
  expect(queue.isEmpty()).toBe(true);
});

test('the caller served last lets one go first that arrives meanwhile', () => {
  const queue = createFairQueue<string>();
  queue.add('greedy', 'greedy 0');
  expect(queue.take()).toBe('greedy 0');
  for (const n of [1, 2]) queue.add('greedy', `greedy ${n}`);
  queue.add('modest', 'modest 0');
  expect(Array.from({ length: 3 }, () => queue.take())).toEqual(['modest 0', 'greedy 1', 'greedy 2']);
});
