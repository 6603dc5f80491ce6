import { expect, test } from '@jest/globals';
import { waysBack } from './ways-back.ts';

test('what the history has comes back by every way, whatever it referred to is gone', async () => {
  const rows = await waysBack(30);
  expect(rows).toHaveLength(2);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 120_000);
