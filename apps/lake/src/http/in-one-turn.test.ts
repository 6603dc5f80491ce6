import { expect, test } from '@jest/globals';
import { inOneTurn } from './in-one-turn.ts';

test('what is found is kept for the requests that came together, and looked for anew after them', async () => {
  let asked = 0;
  const find = inOneTurn((key: string) => `${key} ${++asked}`);
  expect([find('a'), find('a'), find('b')]).toEqual(['a 1', 'a 1', 'b 2']);
  await new Promise((resolve) => setImmediate(resolve));
  expect(find('a')).toBe('a 3');
});

test('what fails is never kept', () => {
  let asked = 0;
  const find = inOneTurn(() => {
    if (asked++ === 0) throw new Error('No.');
    return 'found';
  });
  expect(() => find('a')).toThrow('No.');
  expect(find('a')).toBe('found');
});
