import { expect, test } from '@jest/globals';
import { kills } from './kills.ts';

test('five kills lose no acknowledged transaction, leave none half applied, and the history replays to the same documents', async () => {
  const rows = await kills(5);
  expect(rows).toHaveLength(3);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 120_000);
