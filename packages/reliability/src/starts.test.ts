import { expect, test } from '@jest/globals';
import { starts } from './starts.ts';

test('a start on a damaged data folder works or says why not, loses no upload, and serves all once the database is restored', async () => {
  const rows = await starts(5);
  expect(rows).toHaveLength(6);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 240_000);
