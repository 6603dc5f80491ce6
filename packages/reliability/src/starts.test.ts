import { expect, test } from '@jest/globals';
import { starts } from './starts.ts';

test('starts on damaged data folders lose nothing, work or say why not, and all is there with the database back', async () => {
  const rows = await starts(5);
  expect(rows).toHaveLength(6);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 240_000);
