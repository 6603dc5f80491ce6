import { expect, test } from '@jest/globals';
import { uploads } from './uploads.ts';

test('whatever is uploaded, nothing of it runs, nothing is written astray, and the lake goes on', async () => {
  const rows = await uploads(30);
  expect(rows.filter(({ bar }) => bar?.met === false)).toEqual([]);
  expect(rows.filter(({ bar }) => bar?.met)).not.toHaveLength(0);
}, 240_000);
