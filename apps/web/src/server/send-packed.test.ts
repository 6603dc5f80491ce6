/** @jest-environment node */
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { PackedAnswers, pageAt } from '../cache/packed-answers.ts';
import { sendPacked } from './send-packed.ts';

const html = `<p>${'Rest does not heal a back. '.repeat(100)}</p>`;
let pages: PackedAnswers;
let isOutdated: boolean;
const server = createServer((request, response) => {
  if (!sendPacked(request, response, pages)) response.writeHead(200).end('from Next');
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
});
beforeEach(() => {
  isOutdated = false;
  pages = new PackedAnswers();
  pages.keep('/back-pain', pageAt('/back-pain', html), () => isOutdated);
});

/** The answer as it was sent: `fetch` would unpack it. */
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

test('a kept page is sent compressed to those who take it so, and plain to the others', async () => {
  const packed = await get('/back-pain', { 'accept-encoding': 'br, gzip' });
  expect(packed.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'gzip',
    'content-length': String(packed.body.byteLength),
    vary: 'Accept-Encoding',
  });
  expect(gunzipSync(packed.body).toString()).toBe(html);
  for (const accepted of ['', 'br', 'gzip;q=0', 'gzip; q=0.0']) {
    const plain = await get('/back-pain', { 'accept-encoding': accepted });
    expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, html]);
  }
});

test('who has it is told so, and who asks for its headers gets no more', async () => {
  const { headers } = await get('/back-pain');
  const known = { 'if-none-match': `"another", W/${headers.etag}` };
  expect(await get('/back-pain', known)).toMatchObject({ status: 304, body: Buffer.from('') });
  expect(await get('/back-pain', { ...known, 'cache-control': 'no-cache' })).toMatchObject({ status: 200 });
  const head = await get('/back-pain', {}, 'HEAD');
  expect([head.headers['content-length'], head.body.byteLength]).toEqual([String(Buffer.byteLength(html)), 0]);
});

test('what has changed is Next’s to render', async () => {
  isOutdated = true;
  expect((await get('/back-pain')).body.toString()).toBe('from Next');
  isOutdated = false;
  expect((await get('/back-pain')).body.toString()).toBe('from Next');
});

test('the page for what is not found is sent as such, also to who has it', async () => {
  pages.keep('/404', pageAt('/404', html), () => isOutdated);
  const { status, headers } = await get('/-');
  expect(status).toBe(404);
  expect(await get('/-', { 'if-none-match': String(headers.etag) })).toMatchObject({ status: 404 });
});

test('cookies of somebody else’s make nobody an editor', async () => {
  expect((await get('/back-pain', { cookie: 'visits=3; my__prerender_bypass=x' })).body.toString()).toBe(html);
});

test.each([
  ['an editor, who may be shown drafts', '/back-pain', { cookie: 'a=b; __prerender_bypass=x' }, 'GET'],
  ['an address with a question', '/back-pain?draft', {}, 'GET'],
  ['an address written otherwise', '//back-pain', {}, 'GET'],
  ['a slash too many', '/back-pain/', {}, 'GET'],
  ['a page that is not kept', '/neck-pain', {}, 'GET'],
  ['another method', '/back-pain', {}, 'POST'],
])('%s is answered by Next', async (_, path, headers: Record<string, string>, method) => {
  expect((await get(path, headers, method)).body.toString()).toBe('from Next');
});
