/** @jest-environment node */
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createResponseCache, htmlContent, type ResponseCache } from './response-cache.ts';
import { sendCached } from './send-cached.ts';

const html = `<p>${'Rest does not heal a back. '.repeat(100)}</p>`;
let pages: ResponseCache;
let isStale: boolean;
const server = createServer((request, response) => {
  if (!sendCached(request, response, pages)) response.writeHead(200).end('from Next');
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
});
beforeEach(() => {
  isStale = false;
  pages = createResponseCache();
  pages.set('/back-pain', htmlContent('/back-pain', html), () => isStale);
});

/** The response as it was sent: `fetch` would decompress it. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const request = ask({ port, host: '127.0.0.1', path, headers, method }, async (response) => {
        const body = Buffer.from(await text(response.setEncoding('latin1')), 'latin1');
        resolve({ status: response.statusCode, headers: response.headers, body });
      });
      request.on('error', reject).end();
    },
  );
}

test('a cached page is sent with gzip to clients that accept it, and uncompressed to others', async () => {
  const compressed = await get('/back-pain', { 'accept-encoding': 'br, gzip' });
  expect(compressed.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'gzip',
    'content-length': String(compressed.body.byteLength),
    vary: 'Accept-Encoding',
  });
  expect(gunzipSync(compressed.body).toString()).toBe(html);
  for (const accepted of ['', 'br', 'gzip;q=0', 'gzip; q=0.0']) {
    const plain = await get('/back-pain', { 'accept-encoding': accepted });
    expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, html]);
  }
});

test('If-None-Match is answered with 304, and HEAD without a body', async () => {
  const { headers } = await get('/back-pain');
  const known = { 'if-none-match': `"another", W/${headers.etag}` };
  expect(await get('/back-pain', known)).toMatchObject({ status: 304, body: Buffer.from('') });
  expect(await get('/back-pain', { ...known, 'cache-control': 'no-cache' })).toMatchObject({ status: 200 });
  const head = await get('/back-pain', {}, 'HEAD');
  expect([head.headers['content-length'], head.body.byteLength]).toEqual([String(Buffer.byteLength(html)), 0]);
});

test('a stale page is rendered by Next', async () => {
  isStale = true;
  expect((await get('/back-pain')).body.toString()).toBe('from Next');
  isStale = false;
  expect((await get('/back-pain')).body.toString()).toBe('from Next');
});

test('the not-found page is sent with status 404, also for its ETag', async () => {
  pages.set('/404', htmlContent('/404', html), () => isStale);
  const { status, headers } = await get('/-');
  expect(status).toBe(404);
  expect(await get('/-', { 'if-none-match': String(headers.etag) })).toMatchObject({ status: 404 });
});

test('other cookies don’t count as the preview cookie', async () => {
  expect((await get('/back-pain', { cookie: 'visits=3; my__prerender_bypass=x' })).body.toString()).toBe(html);
});

test.each([
  ['a request with the preview cookie', '/back-pain', { cookie: 'a=b; __prerender_bypass=x' }, 'GET'],
  ['a query', '/back-pain?draft', {}, 'GET'],
  ['a double slash', '//back-pain', {}, 'GET'],
  ['a trailing slash', '/back-pain/', {}, 'GET'],
  ['a page that is not cached', '/neck-pain', {}, 'GET'],
  ['another method', '/back-pain', {}, 'POST'],
])('%s is answered by Next', async (_, path, headers: Record<string, string>, method) => {
  expect((await get(path, headers, method)).body.toString()).toBe('from Next');
});
