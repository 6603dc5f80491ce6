import { expect, test } from '@jest/globals';
import { backup } from './backup.ts';

test('a backup under sixteen writers restores to the transaction it names, and writes go on meanwhile', async () => {
  const rows = await backup(1);
  expect(rows).toHaveLength(3);
  expect(rows.filter(({ bar }) => bar?.met === false)).toEqual([]);
}, 120_000);
