/** @jest-environment node */
import { mkdtempSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, jest, test } from '@jest/globals';
import { htmlContent, pageResponses } from '../cache/response-cache.ts';
import { limits } from '../limits.ts';
import { parseEnvironment } from './environment.ts';
import { createSiteServer, type Handler } from './site-server.ts';

const env = parseEnvironment({ DATA_DIR: mkdtempSync(join(tmpdir(), 'site-server-')) });
let server: Server;
let seen: string[];

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Starts the server with another handler in Next's place. */
async function open(
  next: Handler = answerAll,
  timeouts = limits as Parameters<typeof createSiteServer>[1]['timeouts'],
) {
  seen = [];
  server = createSiteServer(env, { dev: false, next, timeouts });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

async function answerAll(request: IncomingMessage, response: ServerResponse): Promise<void> {
  seen.push(`${request.method} ${request.url}`);
  response.writeHead(200).end(await text(request));
}

function send(text: string): Socket {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  return socket.on('error', () => undefined);
}

/** The response, up to the end of the connection. */
const responseTo = (request: string): Promise<string> => text(send(request));
const request = (line: string, headers = '', body = ''): Promise<string> =>
  responseTo(`${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n${body}`);
const statusOf = (answer: string): number => Number(answer.split(' ')[1]);

test('Next sees only normalized URLs', async () => {
  await open();
  for (const path of [
    '/./_next/data/x.json',
    '/%5fnext/image?url=a',
    '//_next/image',
    '/_next/image?url=a',
    '/INDEX',
  ]) {
    expect([path, statusOf(await request(`GET ${path}`))]).toEqual([path, 200]);
  }
  expect(new Set(seen)).toEqual(new Set(['GET /-']));
  const moved = await request('GET /back-pain//sciatica/?x=1');
  expect(statusOf(moved)).toBe(308);
  expect(moved).toMatch(/^Location: \/back-pain\/sciatica\?x=1\r$/m);
});

test('cached pages are sent without Next, whatever the query, and so is the not-found page', async () => {
  await open();
  pageResponses().set('/back-pain', htmlContent('/back-pain', '<p>kept</p>'), () => false);
  pageResponses().set('/404', htmlContent('/404', '<p>not found</p>'), () => false);
  expect(await request('GET /back-pain?x=1')).toContain('<p>kept</p>');
  const missing = await request('GET /_next/image?url=%2Fa.png&w=640&q=75');
  expect([statusOf(missing), missing.includes('<p>not found</p>')]).toEqual([404, true]);
  expect(seen).toEqual([]);
});

test('only two paths accept a body, and only with POST', async () => {
  await open();
  const body = 'content-length: 5\r\n';
  expect(statusOf(await request('POST /back-pain-2', body, 'hello'))).toBe(405);
  expect(statusOf(await request('PUT /feedback', body, 'hello'))).toBe(405);
  expect(statusOf(await request('DELETE /back-pain-2'))).toBe(405);
  expect(statusOf(await request('GET /feed.xml', body, 'hello'))).toBe(400);
  expect(statusOf(await request('GET /feed.xml', 'transfer-encoding: chunked\r\n', '0\r\n\r\n'))).toBe(400);
  expect(seen).toEqual([]);
  expect(await request('POST /feedback', body, 'hello')).toContain('hello');
  expect(await request('POST /api/revalidate', body, 'hello')).toContain('hello');
});

const quick = {
  ...limits,
  headersTimeout: { value: 1_000 },
  requestTimeout: { value: 1_500 },
  socketTimeout: { value: 2_000 },
  connectionCheckInterval: { value: 50 },
};

test('connections with no request, half a request, or a slow trickle of bytes are closed', async () => {
  await open(answerAll, quick);
  const sent = [
    '',
    'GET',
    'GET / HTTP/1.1\r\nhost: x\r\nx: ',
    'POST /feedback HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\na',
  ];
  const sockets = Array.from({ length: 200 }, (_, index) => send(sent[index % sent.length] ?? ''));
  const dripping = send('POST /api/revalidate HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n');
  const drip = setInterval(() => dripping.write('a'), 20);
  await Promise.all([...sockets, dripping].map(async (socket) => text(socket).catch(() => '')));
  clearInterval(drip);
  expect(statusOf(await request('GET /back-pain-2'))).toBe(200);
});

test('a client that does not read its response is disconnected, and blocks no other client', async () => {
  await open(async (request, response) => {
    if (request.url !== '/large.xml') return answerAll(request, response);
    response.writeHead(200).end(Buffer.alloc(20_000_000));
    await new Promise((resolve) => response.once('close', resolve));
  }, quick);
  let gone = 0;
  server.on('connection', (socket) => socket.once('close', () => (gone += 1)));
  const readers = Array.from({ length: limits.concurrentRequests.value * 2 }, () =>
    send('GET /large.xml HTTP/1.1\r\nhost: x\r\n\r\n').pause(),
  );
  expect(statusOf(await request('GET /back-pain-2'))).toBe(200);
  while (gone < readers.length) await pause(50);
});

test('the timeouts are those of the limits', async () => {
  await open();
  expect(server).toMatchObject({
    headersTimeout: limits.headersTimeout.value,
    requestTimeout: limits.requestTimeout.value,
    keepAliveTimeout: limits.keepAliveTimeout.value,
    timeout: limits.socketTimeout.value,
  });
});

test('a caller with a hundred queued requests delays another caller by less than twenty', async () => {
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
  while (order.length < limits.concurrentRequests.value) await pause(1);
  await request('GET /wanted');
  greedy.destroy();
  expect(order.indexOf('/wanted')).toBeLessThan(20);
});

test('a failed request closes its connection, and nothing else', async () => {
  const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await open(async (request) => {
    if (request.url === '/broken') throw new Error('It broke.');
    throw new Error(`Unexpected: ${request.url}`);
  });
  expect(await request('GET /broken').catch(() => '')).toBe('');
  expect(server.listening).toBe(true);
  expect(log).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ message: 'It broke.' }));
  log.mockRestore();
});
