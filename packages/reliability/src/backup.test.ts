import { expect, test } from '@jest/globals';
import { backup } from './backup.ts';

test('a backup under sixteen writers restores to the very state that it names, and holds up none of them', async () => {
  const rows = await backup(1);
  expect(rows).toHaveLength(3);
  expect(rows.filter(({ bar }) => bar?.met === false)).toEqual([]);
}, 120_000);
