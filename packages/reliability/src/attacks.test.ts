import { expect, test } from '@jest/globals';
import { attacks } from './attacks.ts';

test('no request hidden in another’s body is answered, and no message on a socket leaves a stream or ends the lake', async () => {
  const rows = await attacks(84);
  expect(rows).toHaveLength(3);
  expect(rows.filter(({ bar }) => bar?.met !== true)).toEqual([]);
}, 240_000);
