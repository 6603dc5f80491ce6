import { expect, test } from '@jest/globals';
import { race } from './race.ts';

test('of 32 writers with the same revision one wins, and the others are told of the conflict', async () => {
  const rows = await race(10);
  expect(rows).toHaveLength(2);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 120_000);
