import { expect, test } from '@jest/globals';
import { race } from './race.ts';

test('of 32 patches with the same ifRevisionID one succeeds, and the others get a 409', async () => {
  const rows = await race(10);
  expect(rows).toHaveLength(2);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 120_000);
