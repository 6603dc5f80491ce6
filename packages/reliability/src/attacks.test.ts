import { expect, test } from '@jest/globals';
import { attacks } from './attacks.ts';

test('no smuggled request is answered, and no message on the WebSocket leaks a stream or crashes the lake', async () => {
  const rows = await attacks(84);
  expect(rows).toHaveLength(3);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 240_000);
