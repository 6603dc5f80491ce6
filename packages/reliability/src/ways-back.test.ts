import { expect, test } from '@jest/globals';
import { waysBack } from './ways-back.ts';

test('a revision can be restored in every way, also when targets of its references were deleted', async () => {
  const rows = await waysBack(30);
  expect(rows).toHaveLength(2);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 120_000);
