import { expect, test } from '@jest/globals';
import { uploads } from './uploads.ts';

test('no upload runs in a browser, is written outside its folder, or crashes the lake', async () => {
  const rows = await uploads(30);
  expect(rows.filter(({ bar }) => bar?.met === false)).toEqual([]);
  expect(rows.filter(({ bar }) => bar?.met)).not.toHaveLength(0);
}, 240_000);
