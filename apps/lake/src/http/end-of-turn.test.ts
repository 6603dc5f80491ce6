import { expect, test } from '@jest/globals';
import { atEndOfTurn } from './end-of-turn.ts';
import { inOneTurn } from './in-one-turn.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a turn ends in the order of what is to be done then, after all that has arrived', async () => {
  const done: string[] = [];
  atEndOfTurn(() => done.push('first'));
  atEndOfTurn(() => done.push('second'));
  done.push('arrived');
  await turn();
  expect(done).toEqual(['arrived', 'first', 'second']);
});

test('what is found while a turn ends is not there any more in the next', async () => {
  let asked = 0;
  const find = inOneTurn(() => ++asked);
  const found: number[] = [];
  atEndOfTurn(() => found.push(find('a'), find('a')));
  await turn();
  expect(found).toEqual([1, 1]);
  expect(find('a')).toBe(2);
});

test('what is found before a turn ends is still there while it ends', async () => {
  let asked = 0;
  const find = inOneTurn(() => ++asked);
  const found: number[] = [];
  atEndOfTurn(() => found.push(find('a')));
  find('a');
  await turn();
  expect(found).toEqual([1]);
});
