/** @jest-environment node */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const pages = globSync('**/*.tsx', {
  cwd: join(import.meta.dirname, 'pages'),
  exclude: ['api/**', '_app.tsx', '_document.tsx'],
});

test('there is no app folder, whose pages would have scripts', () => {
  expect(pages.sort()).toEqual(['404.tsx', '500.tsx', '[[...path]].tsx', '_error.tsx', 'feedback.tsx', 'search.tsx']);
  expect(globSync('app', { cwd: import.meta.dirname })).toEqual([]);
});

test.each(pages)('%s is served without Next’s scripts', async (page) => {
  const { config } = await import(join(import.meta.dirname, 'pages', page));
  expect(config).toMatchObject({ unstable_runtimeJS: false });
});
