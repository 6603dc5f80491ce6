/** @jest-environment node */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { expiredTags } from './expired-tags.ts';
import { packedPages } from './packed-answers.ts';
import type PageCacheType from './page-cache.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'page-cache-'));
const serverDistDir = join(dataDir, 'build', 'server');
let PageCache: typeof PageCacheType;

beforeAll(async () => {
  process.env.DATA_DIR = dataDir;
  mkdirSync(serverDistDir, { recursive: true });
  writeFileSync(join(serverDistDir, '..', 'BUILD_ID'), 'build-1');
  ({ default: PageCache } = await import('./page-cache.ts'));
});

/** A page as Next hands it over. */
function aPage(html: string, cache: object = {}) {
  const { position } = expiredTags(dataDir);
  const facts = { tags: ['document:a'], position, readAt: Date.now(), validUntil: null, refreshAfter: null, ...cache };
  return { kind: 'PAGES', html, headers: undefined, status: undefined, pageData: { pageProps: { cache: facts } } };
}

const newCache = () => new PageCache({ serverDistDir });
const htmlOf = async (key: string) => (await newCache().get(key))?.value.html;

test('a page is kept and given back', async () => {
  await newCache().set('/kept', aPage('<p>kept</p>'));
  expect(await htmlOf('/kept')).toBe('<p>kept</p>');
});

test('a page outlasts the program', async () => {
  await newCache().set('/outlasting', aPage('<p>kept</p>', { tags: ['document:b'] }));
  jest.resetModules();
  const { default: NextProgramsCache } = await import('./page-cache.ts');
  expect(NextProgramsCache).not.toBe(PageCache);
  const kept = await new NextProgramsCache({ serverDistDir }).get('/outlasting');
  expect(kept?.value.html).toBe('<p>kept</p>');
});

test('a page is given up when one of its tags expires', async () => {
  await newCache().set('/changed', aPage('<p>old</p>'));
  expiredTags(dataDir).expire(['document:a']);
  expect(await htmlOf('/changed')).toBeUndefined();
});

test('a page that was found is ready to be sent, until one of its tags expires; one to be tried again soon is not', async () => {
  const key = '/route-cache/PAGES/0a1b/$/ready';
  await newCache().set(key, aPage('<p>ready</p>'));
  await newCache().get(key);
  expect(packedPages().at('/ready')?.body.toString()).toBe('<p>ready</p>');
  expiredTags(dataDir).expire(['document:a']);
  expect(packedPages().at('/ready')).toBeUndefined();
  await newCache().set('/stale', aPage('<p>stale</p>', { refreshAfter: 5 }));
  await newCache().get('/stale');
  expect(packedPages().at('/stale')).toBeUndefined();
});

test('the page for what is not found is ready to be sent, and never as one that was found', async () => {
  const key = '/route-cache/PAGES/0a1b/$/404';
  await newCache().set(key, aPage('<p>not found</p>'));
  expect(await htmlOf(key)).toBe('<p>not found</p>');
  const packed = packedPages().at('/404');
  expect([packed?.status, packed?.body.toString()]).toEqual([404, '<p>not found</p>']);
});

test('a page whose tags did not expire stays', async () => {
  await newCache().set('/other', aPage('<p>other</p>', { tags: ['document:b'] }));
  expiredTags(dataDir).expire(['document:a']);
  expect(await htmlOf('/other')).toBe('<p>other</p>');
});

test('a page read before a change and finished after it is never kept', async () => {
  const begunBefore = aPage('<p>too late</p>');
  expiredTags(dataDir).expire(['document:a']);
  await newCache().set('/race', begunBefore);
  expect(await htmlOf('/race')).toBeUndefined();
});

test('a page ends at the moment until which it is valid', async () => {
  await newCache().set('/over', aPage('', { validUntil: new Date(Date.now() - 1).toISOString() }));
  await newCache().set('/still', aPage('<p>still</p>', { validUntil: new Date(Date.now() + 60_000).toISOString() }));
  expect(await htmlOf('/over')).toBeUndefined();
  expect(await htmlOf('/still')).toBe('<p>still</p>');
});

test('a page made of the last good content is refreshed in the background', async () => {
  await newCache().set('/stale', aPage('', { refreshAfter: 5 }));
  expect((await newCache().get('/stale'))?.cacheControl).toEqual({ revalidate: 5 });
});

test('what is not found, has moved or names no tags is not kept', async () => {
  await newCache().set('/missing', null);
  await newCache().set('/moved', { kind: 'REDIRECT', props: { pageProps: {} } });
  await newCache().set('/untagged', { kind: 'PAGES', html: '', pageData: { pageProps: {} } });
  for (const key of ['/missing', '/moved', '/untagged']) expect(await newCache().get(key)).toBeNull();
});

test('a build leaves nothing in the data folder', async () => {
  process.env.NEXT_PHASE = 'phase-production-build';
  try {
    await newCache().set('/built', aPage('<p>built</p>'));
  } finally {
    delete process.env.NEXT_PHASE;
  }
  expect(await newCache().get('/built')).toBeNull();
});

test('keys with dots and slashes stay within the folder', async () => {
  await newCache().set('/../../../escaped', aPage('<p>inside</p>'));
  expect(await htmlOf('/../../../escaped')).toBe('<p>inside</p>');
  expect(readdirSync(dataDir).sort()).toEqual(['build', 'site']);
});
