/** @jest-environment node */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { expiredTags } from './expired-tags.ts';
import type PageCacheType from './page-cache.ts';
import { pageResponses } from './response-cache.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'page-cache-'));
const serverDistDir = join(dataDir, 'build', 'server');
let PageCache: typeof PageCacheType;

beforeAll(async () => {
  process.env.DATA_DIR = dataDir;
  mkdirSync(serverDistDir, { recursive: true });
  writeFileSync(join(serverDistDir, '..', 'BUILD_ID'), 'build-1');
  ({ default: PageCache } = await import('./page-cache.ts'));
});

/** A page as Next gives it to the cache handler. */
function aPage(html: string, cache: object = {}) {
  const { position } = expiredTags(dataDir);
  const metadata = {
    tags: ['document:a'],
    position,
    readAt: Date.now(),
    validUntil: null,
    refreshAfter: null,
    ...cache,
  };
  return { kind: 'PAGES', html, headers: undefined, status: undefined, pageData: { pageProps: { cache: metadata } } };
}

const newCache = () => new PageCache({ serverDistDir });
const htmlOf = async (key: string) => (await newCache().get(key))?.value.html;

test('a page is stored and returned', async () => {
  await newCache().set('/kept', aPage('<p>kept</p>'));
  expect(await htmlOf('/kept')).toBe('<p>kept</p>');
});

test('a page outlasts a restart', async () => {
  await newCache().set('/outlasting', aPage('<p>kept</p>', { tags: ['document:b'] }));
  jest.resetModules();
  const { default: RestartedPageCache } = await import('./page-cache.ts');
  expect(RestartedPageCache).not.toBe(PageCache);
  const kept = await new RestartedPageCache({ serverDistDir }).get('/outlasting');
  expect(kept?.value.html).toBe('<p>kept</p>');
});

test('a page is deleted when one of its tags expires', async () => {
  await newCache().set('/changed', aPage('<p>old</p>'));
  expiredTags(dataDir).expire(['document:a']);
  expect(await htmlOf('/changed')).toBeUndefined();
});

test('a page that was read is in the response cache until one of its tags expires; one with last good content is not', async () => {
  const key = '/route-cache/PAGES/0a1b/$/ready';
  await newCache().set(key, aPage('<p>ready</p>'));
  await newCache().get(key);
  expect(pageResponses().get('/ready')?.body.toString()).toBe('<p>ready</p>');
  expiredTags(dataDir).expire(['document:a']);
  expect(pageResponses().get('/ready')).toBeUndefined();
  await newCache().set('/stale', aPage('<p>stale</p>', { refreshAfter: 5 }));
  await newCache().get('/stale');
  expect(pageResponses().get('/stale')).toBeUndefined();
});

test('the not-found page is in the response cache with status 404', async () => {
  const key = '/route-cache/PAGES/0a1b/$/404';
  await newCache().set(key, aPage('<p>not found</p>'));
  expect(await htmlOf(key)).toBe('<p>not found</p>');
  const cached = pageResponses().get('/404');
  expect([cached?.status, cached?.body.toString()]).toEqual([404, '<p>not found</p>']);
});

test('a page whose tags did not expire is still returned', async () => {
  await newCache().set('/other', aPage('<p>other</p>', { tags: ['document:b'] }));
  expiredTags(dataDir).expire(['document:a']);
  expect(await htmlOf('/other')).toBe('<p>other</p>');
});

test('a page read before a change and rendered after it is not stored', async () => {
  const begunBefore = aPage('<p>too late</p>');
  expiredTags(dataDir).expire(['document:a']);
  await newCache().set('/race', begunBefore);
  expect(await htmlOf('/race')).toBeUndefined();
});

test('a page is stale after `validUntil`', async () => {
  await newCache().set('/over', aPage('', { validUntil: new Date(Date.now() - 1).toISOString() }));
  await newCache().set('/still', aPage('<p>still</p>', { validUntil: new Date(Date.now() + 60_000).toISOString() }));
  expect(await htmlOf('/over')).toBeUndefined();
  expect(await htmlOf('/still')).toBe('<p>still</p>');
});

test('a page with last good content is revalidated in the background', async () => {
  await newCache().set('/stale', aPage('', { refreshAfter: 5 }));
  expect((await newCache().get('/stale'))?.cacheControl).toEqual({ revalidate: 5 });
});

test('not-found answers, redirects and pages without tags are not stored', async () => {
  await newCache().set('/missing', null);
  await newCache().set('/moved', { kind: 'REDIRECT', props: { pageProps: {} } });
  await newCache().set('/untagged', { kind: 'PAGES', html: '', pageData: { pageProps: {} } });
  for (const key of ['/missing', '/moved', '/untagged']) expect(await newCache().get(key)).toBeNull();
});

test('a build writes nothing to DATA_DIR', async () => {
  process.env.NEXT_PHASE = 'phase-production-build';
  try {
    await newCache().set('/built', aPage('<p>built</p>'));
  } finally {
    delete process.env.NEXT_PHASE;
  }
  expect(await newCache().get('/built')).toBeNull();
});

test('keys with dots and slashes can’t escape the folder', async () => {
  await newCache().set('/../../../escaped', aPage('<p>inside</p>'));
  expect(await htmlOf('/../../../escaped')).toBe('<p>inside</p>');
  expect(readdirSync(dataDir).sort()).toEqual(['build', 'site']);
});
