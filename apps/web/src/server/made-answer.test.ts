/** @jest-environment node */
import { mkdtempSync } from 'node:fs';
import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryWithFallback, type ReadContext } from '@bodytext/content/read';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { expiredTags } from '../cache/expired-tags.ts';
import { packedTexts } from '../cache/packed-answers.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import type { Made, sendMade as SendMade } from './made-answer.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'made-answer-'));
const sentences = { missing: 'None.', failed: 'Not now.' };

/** A lake that says one word, over HTTP as the real one. */
let lake: Server;
let word: string;
let isDown: boolean;
let asked: number;
let sendMade: typeof SendMade;
let log: ReturnType<typeof jest.spyOn>;

beforeAll(async () => {
  lake = createServer((_, response) => {
    asked += 1;
    if (isDown) return void response.writeHead(500).end('{}');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ result: { word } }));
  });
  await new Promise<void>((resolve) => lake.listen(0, '127.0.0.1', resolve));
  process.env.LAKE_URL = `http://127.0.0.1:${(lake.address() as AddressInfo).port}`;
  process.env.DATA_DIR = dataDir;
  process.env.SANITY_API_READ_TOKEN = 'token';
  process.env.SANITY_WEBHOOK_SECRET = 'secret';
  ({ sendMade } = await import('./made-answer.ts'));
});

afterAll(() => void lake.close());

beforeEach(() => {
  word = 'spine';
  isDown = false;
  asked = 0;
  circuitBreaker().close();
  log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  log.mockRestore();
});

async function makeText(content: ReadContext): Promise<Made> {
  const parse = (answer: unknown) => z.object({ word: z.string() }).parse(answer).word;
  const { data } = await queryWithFallback(content, { name: 'a word', groq: '*', params: {}, parse });
  return { headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: data };
}

/** What somebody gets who asks now. */
async function get(path: string, make: (content: ReadContext) => Promise<Made> = makeText) {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  let body = '';
  const { end } = response;
  response.end = (chunk: unknown = '') => {
    body = String(chunk);
    return Reflect.apply(end, response, []);
  };
  await sendMade(response, { path, make, sentences });
  return { status: response.statusCode, body };
}

const packedAt = (path: string) => packedTexts().at(path)?.body.toString();

test('what is made is kept until anything is published, and made once for all who ask at the same time', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => get('/once.txt')));
  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['spine']));
  expect([asked, packedAt('/once.txt')]).toEqual([1, 'spine']);
  word = 'neck';
  expiredTags(dataDir).expire(['document:anything']);
  expect(packedAt('/once.txt')).toBeUndefined();
  expect(await get('/once.txt')).toEqual({ status: 200, body: 'neck' });
});

test('who asks after a change is not given what was begun before it', async () => {
  let go = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    go = resolve;
  });
  const before = get('/slow.txt', async (content) => {
    const made = await makeText(content);
    await waiting;
    return made;
  });
  word = 'neck';
  expiredTags(dataDir).expire(['document:anything']);
  const after = get('/slow.txt');
  expect((await after).body).toBe('neck');
  go();
  await before;
  expect(packedAt('/slow.txt')).toBe('neck');
});

test('what is made of what was read before, since the lake fails, is sent and not kept', async () => {
  await get('/old.txt');
  expiredTags(dataDir).expire(['document:anything']);
  isDown = true;
  expect(await get('/old.txt')).toEqual({ status: 200, body: 'spine' });
  expect(packedAt('/old.txt')).toBeUndefined();
});

test('it ends at the moment until which it is valid, and after a minute', async () => {
  const past = new Date(Date.now() - 1).toISOString();
  await get('/over.txt', async (content) => ({ ...(await makeText(content)), validUntil: past }) as Made);
  expect(packedAt('/over.txt')).toBeUndefined();
  await get('/lasting.txt');
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
  expect(packedAt('/lasting.txt')).toBeUndefined();
  now.mockRestore();
});

test('what is not there, has moved or fails is not kept', async () => {
  expect(await get('/missing.txt', async () => undefined)).toEqual({ status: 404, body: 'None.\n' });
  expect((await get('/moved.txt', async () => ({ movedTo: '/new.txt' }))).status).toBe(308);
  const failed = await get('/failing.txt', () => Promise.reject(new Error('It broke.')));
  expect(failed).toEqual({ status: 503, body: 'Not now.\n' });
  for (const path of ['/missing.txt', '/moved.txt', '/failing.txt']) expect(packedAt(path)).toBeUndefined();
});
