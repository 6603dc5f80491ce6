import { expect, test } from '@jest/globals';
import { gate } from './gate.ts';

test('no reference or address that its field does not allow is published, and the refusal names the field', async () => {
  const rows = await gate(100);
  expect(rows).toHaveLength(2);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 120_000);
