import { expect, test } from '@jest/globals';
import { gate } from './gate.ts';

test('nothing is published whose references or addresses lead elsewhere than they should, and the field is named', async () => {
  const rows = await gate(100);
  expect(rows).toHaveLength(2);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 120_000);
