import { expect, test } from '@jest/globals';
import { diskFull } from './disk-full.ts';

test('on a full disk writes get a 507, reads go on, and writes recover without a restart', async () => {
  const rows = await diskFull(2);
  expect(rows).toHaveLength(6);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 120_000);
