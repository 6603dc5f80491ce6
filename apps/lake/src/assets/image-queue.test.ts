import { expect, test } from '@jest/globals';
import { isLargeRendition } from './image-cost.ts';
import { createImageQueue } from './image-queue.ts';

const work = (caller: string, name: string, isLarge = false) => ({ caller, name, isLarge });

test('round robin: a caller’s image waits for at most one of each other caller', () => {
  const queue = createImageQueue<ReturnType<typeof work>>();
  for (let n = 0; n < 3; n++) queue.add(work('greedy', `greedy ${n}`));
  queue.add(work('modest', 'modest 0'));
  queue.add(work('modest', 'modest 1'));
  const order = Array.from({ length: 5 }, () => queue.take({ mayBeLarge: true })?.name);
  expect(order).toEqual(['greedy 0', 'modest 0', 'greedy 1', 'modest 1', 'greedy 2']);
});

test('a large image is taken only where allowed, and a small one overtakes it', () => {
  const queue = createImageQueue<ReturnType<typeof work>>();
  queue.add(work('a', 'large', true));
  queue.add(work('a', 'small'));
  expect(queue.take({ mayBeLarge: false })?.name).toBe('small');
  expect(queue.take({ mayBeLarge: false })).toBeUndefined();
  expect(queue.take({ mayBeLarge: true })?.name).toBe('large');
});

const hash = '0'.repeat(40);
test.each([
  ['a thumbnail of a page’s picture', '1600x900.webp', { w: 320, format: 'webp' }, false],
  ['a page’s picture as it is', '1600x900.webp', { format: 'webp' }, false],
  ['a page’s picture for a fine screen', '3000x2000.jpg', { w: 600, dpr: 2, format: 'webp' }, false],
  ['a page’s picture from a camera', '4000x3000.jpg', { w: 1200, format: 'webp' }, false],
  ['a thumbnail of a photograph of many pixels', '12000x8000.jpg', { w: 320, format: 'webp' }, true],
  ['a page’s picture blown up', '1600x900.webp', { w: 8000, format: 'webp' }, true],
  ['one side blown up', '1600x900.webp', { h: 8000, format: 'jpeg' }, true],
  ['a large one in a format that takes long', '1600x900.webp', { format: 'avif' }, true],
])('%s', (_what, name, wanted, isLarge) => {
  expect(isLargeRendition({ name: `${hash}-${name}`, bytes: 100_000 }, wanted)).toBe(isLarge);
});
