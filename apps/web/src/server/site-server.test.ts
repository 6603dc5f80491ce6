/** @jest-environment node */
import { mkdtempSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, jest, test } from '@jest/globals';
import { packedPages, pageAt } from '../cache/packed-answers.ts';
import { limits } from '../limits.ts';
import { parseEnvironment } from './environment.ts';
import { createSiteServer, type Handle } from './site-server.ts';

const env = parseEnvironment({ DATA_DIR: mkdtempSync(join(tmpdir(), 'site-server-')) });
let server: Server;
let seen: string[];

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** The site, with something else in Next's place. */
async function open(
  handle: Handle = answerAll,
  patience = limits as Parameters<typeof createSiteServer>[1]['patience'],
) {
  seen = [];
  server = createSiteServer(env, { dev: false, handle, patience });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

async function answerAll(request: IncomingMessage, response: ServerResponse): Promise<void> {
  seen.push(`${request.method} ${request.url}`);
  response.writeHead(200).end(await text(request));
}

function say(words: string): Socket {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1', () => socket.write(words));
  return socket.on('error', () => undefined);
}

/** All that comes back until the connection ends. */
const answerTo = (words: string): Promise<string> => text(say(words));
const ask = (line: string, headers = '', body = ''): Promise<string> =>
  answerTo(`${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n${body}`);
const statusOf = (answer: string): number => Number(answer.split(' ')[1]);

test('Next never sees but the one way to write an address', async () => {
  await open();
  for (const path of [
    '/./_next/data/x.json',
    '/%5fnext/image?url=a',
    '//_next/image',
    '/_next/image?url=a',
    '/INDEX',
  ]) {
    expect([path, statusOf(await ask(`GET ${path}`))]).toEqual([path, 200]);
  }
  expect(new Set(seen)).toEqual(new Set(['GET /-']));
  const moved = await ask('GET /back-pain//sciatica/?x=1');
  expect(statusOf(moved)).toBe(308);
  expect(moved).toMatch(/^Location: \/back-pain\/sciatica\?x=1\r$/m);
});

test('what is kept is sent without Next, whatever follows a question mark, and so is the page for what is not there', async () => {
  await open();
  packedPages().keep('/back-pain', pageAt('/back-pain', '<p>kept</p>'), () => false);
  packedPages().keep('/404', pageAt('/404', '<p>not found</p>'), () => false);
  expect(await ask('GET /back-pain?x=1')).toContain('<p>kept</p>');
  const missing = await ask('GET /_next/image?url=%2Fa.png&w=640&q=75');
  expect([statusOf(missing), missing.includes('<p>not found</p>')]).toEqual([404, true]);
  expect(seen).toEqual([]);
});

test('no address but two reads what is sent to it, and those only by POST', async () => {
  await open();
  const body = 'content-length: 5\r\n';
  expect(statusOf(await ask('POST /back-pain-2', body, 'hello'))).toBe(405);
  expect(statusOf(await ask('PUT /feedback', body, 'hello'))).toBe(405);
  expect(statusOf(await ask('DELETE /back-pain-2'))).toBe(405);
  expect(statusOf(await ask('GET /feed.xml', body, 'hello'))).toBe(400);
  expect(statusOf(await ask('GET /feed.xml', 'transfer-encoding: chunked\r\n', '0\r\n\r\n'))).toBe(400);
  expect(seen).toEqual([]);
  expect(await ask('POST /feedback', body, 'hello')).toContain('hello');
  expect(await ask('POST /api/revalidate', body, 'hello')).toContain('hello');
});

const quick = {
  ...limits,
  headTime: { value: 1_000 },
  requestTime: { value: 1_500 },
  stalledConnection: { value: 2_000 },
  connectionCheck: { value: 50 },
};

test('connections that say nothing, half of what they want, or a byte now and then are let go', async () => {
  await open(answerAll, quick);
  const sent = [
    '',
    'GET',
    'GET / HTTP/1.1\r\nhost: x\r\nx: ',
    'POST /feedback HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\na',
  ];
  const sockets = Array.from({ length: 200 }, (_, index) => say(sent[index % sent.length] ?? ''));
  const dripping = say('POST /api/revalidate HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n');
  const drip = setInterval(() => dripping.write('a'), 20);
  await Promise.all([...sockets, dripping].map(async (socket) => text(socket).catch(() => '')));
  clearInterval(drip);
  expect(statusOf(await ask('GET /back-pain-2'))).toBe(200);
});

test('who takes nothing of an answer is let go, and keeps nobody waiting', async () => {
  await open(async (request, response) => {
    if (request.url !== '/large.xml') return answerAll(request, response);
    response.writeHead(200).end(Buffer.alloc(20_000_000));
    await new Promise((resolve) => response.once('close', resolve));
  }, quick);
  let gone = 0;
  server.on('connection', (socket) => socket.once('close', () => (gone += 1)));
  const readers = Array.from({ length: limits.turns.value * 2 }, () =>
    say('GET /large.xml HTTP/1.1\r\nhost: x\r\n\r\n').pause(),
  );
  expect(statusOf(await ask('GET /back-pain-2'))).toBe(200);
  while (gone < readers.length) await pause(50);
});

test('the times that are waited are those of the table', async () => {
  await open();
  expect(server).toMatchObject({
    headersTimeout: limits.headTime.value,
    requestTimeout: limits.requestTime.value,
    keepAliveTimeout: limits.idleConnection.value,
    timeout: limits.stalledConnection.value,
  });
});

test('a page that somebody asks for once is not behind the hundred that another asks for', async () => {
  const order: string[] = [];
  await open(async (request, response) => {
    order.push(request.url ?? '');
    await pause(2);
    response.writeHead(200).end();
  });
  const { port } = server.address() as AddressInfo;
  const greedy = connect(port, '127.0.0.1');
  greedy.resume().on('error', () => undefined);
  greedy.write(Array.from({ length: 100 }, (_, index) => `GET /made-up-${index} HTTP/1.1\r\nhost: x\r\n\r\n`).join(''));
  while (order.length < limits.turns.value) await pause(1);
  await ask('GET /wanted');
  greedy.destroy();
  expect(order.indexOf('/wanted')).toBeLessThan(20);
});

test('an answer that fails ends its connection, and nothing else', async () => {
  const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await open(async (request) => {
    if (request.url === '/broken') throw new Error('It broke.');
    throw new Error(`Unexpected: ${request.url}`);
  });
  expect(await ask('GET /broken').catch(() => '')).toBe('');
  expect(server.listening).toBe(true);
  expect(log).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ message: 'It broke.' }));
  log.mockRestore();
});
