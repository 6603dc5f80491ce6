import { expect, test } from '@jest/globals';
import { diskFull } from './disk-full.ts';

test('with a full disk writes are refused in a sentence, reads go on, and with room again all works', async () => {
  const rows = await diskFull(2);
  expect(rows).toHaveLength(6);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 120_000);
