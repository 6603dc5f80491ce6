/** @jest-environment node */
import { mkdtempSync } from 'node:fs';
import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryWithFallback, type ReadContext } from '@bodytext/content/read';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { circuitBreaker } from '../server/circuit-breaker.ts';
import { expiredTags } from './expired-tags.ts';
import type { Generated, sendGenerated as SendGenerated } from './generated-response.ts';
import { fileResponses } from './response-cache.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'generated-response-'));
const sentences = { missing: 'None.', failed: 'Not now.' };

/** A fake lake that answers every query with one word, over HTTP. */
let lake: Server;
let word: string;
let isDown: boolean;
let queries: number;
let sendGenerated: typeof SendGenerated;
let log: ReturnType<typeof jest.spyOn>;

beforeAll(async () => {
  lake = createServer((_, response) => {
    queries += 1;
    if (isDown) return void response.writeHead(500).end('{}');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ result: { word } }));
  });
  await new Promise<void>((resolve) => lake.listen(0, '127.0.0.1', resolve));
  process.env.LAKE_URL = `http://127.0.0.1:${(lake.address() as AddressInfo).port}`;
  process.env.DATA_DIR = dataDir;
  process.env.SANITY_API_READ_TOKEN = 'token';
  process.env.SANITY_WEBHOOK_SECRET = 'secret';
  ({ sendGenerated } = await import('./generated-response.ts'));
});

afterAll(() => void lake.close());

beforeEach(() => {
  word = 'spine';
  isDown = false;
  queries = 0;
  circuitBreaker().close();
  log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  log.mockRestore();
});

async function generateText(content: ReadContext): Promise<Generated> {
  const parse = (answer: unknown) => z.object({ word: z.string() }).parse(answer).word;
  const { data } = await queryWithFallback(content, { name: 'a word', groq: '*', params: {}, parse });
  return { headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: data };
}

/** The response to a request. */
async function get(path: string, generate: (content: ReadContext) => Promise<Generated> = generateText) {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  let body = '';
  const { end } = response;
  response.end = (chunk: unknown = '') => {
    body = String(chunk);
    return Reflect.apply(end, response, []);
  };
  await sendGenerated(response, { path, generate, sentences });
  return { status: response.statusCode, body };
}

const cachedAt = (path: string) => fileResponses().get(path)?.body.toString();

test('a file is cached until anything is published, and generated once for concurrent requests', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => get('/once.txt')));
  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['spine']));
  expect([queries, cachedAt('/once.txt')]).toEqual([1, 'spine']);
  word = 'neck';
  expiredTags(dataDir).expire(['document:anything']);
  expect(cachedAt('/once.txt')).toBeUndefined();
  expect(await get('/once.txt')).toEqual({ status: 200, body: 'neck' });
});

test('a request after a change does not get a file whose generation started before it', async () => {
  let go = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    go = resolve;
  });
  const before = get('/slow.txt', async (content) => {
    const generated = await generateText(content);
    await waiting;
    return generated;
  });
  word = 'neck';
  expiredTags(dataDir).expire(['document:anything']);
  const after = get('/slow.txt');
  expect((await after).body).toBe('neck');
  go();
  await before;
  expect(cachedAt('/slow.txt')).toBe('neck');
});

test('a file made of last good content is sent, but not cached', async () => {
  await get('/old.txt');
  expiredTags(dataDir).expire(['document:anything']);
  isDown = true;
  expect(await get('/old.txt')).toEqual({ status: 200, body: 'spine' });
  expect(cachedAt('/old.txt')).toBeUndefined();
});

test('a cached file expires after `validUntil`, and after a minute', async () => {
  const past = new Date(Date.now() - 1).toISOString();
  await get('/over.txt', async (content) => ({ ...(await generateText(content)), validUntil: past }) as Generated);
  expect(cachedAt('/over.txt')).toBeUndefined();
  await get('/lasting.txt');
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
  expect(cachedAt('/lasting.txt')).toBeUndefined();
  now.mockRestore();
});

test('not-found answers, redirects and failures are not cached', async () => {
  expect(await get('/missing.txt', async () => undefined)).toEqual({ status: 404, body: 'None.\n' });
  expect((await get('/moved.txt', async () => ({ movedTo: '/new.txt' }))).status).toBe(308);
  const failed = await get('/failing.txt', () => Promise.reject(new Error('It broke.')));
  expect(failed).toEqual({ status: 503, body: 'Not now.\n' });
  for (const path of ['/missing.txt', '/moved.txt', '/failing.txt']) expect(cachedAt(path)).toBeUndefined();
});
