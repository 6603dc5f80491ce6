import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { shimOf } from '../studio/shim.ts';

let lake: TestLake;
let folder: string;
let token: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'studio-'));
  writeFileSync(join(folder, 'index.html'), '<html><head></head></html>');
  lake = await startTestLake({ studio: { folder, port: 0, shim: shimOf('') } });
  token = lake.client('administrator').config().token ?? '';
});
afterAll(async () => {
  await lake.stop();
  rmSync(folder, { recursive: true });
});

const methods = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PATCH'];
const paths = [
  '/v1/ping',
  '/v1/users/me',
  '/v1/data/query/production?query=1',
  '/healthz',
  '/',
  '/structure',
  '/none.js',
];
const doors = [
  ['LAKE_PORT', () => lake.url],
  ['STUDIO_PORT', () => lake.studioUrl ?? ''],
] as const;

/** A request hidden in the body of another, and the text that its answer would have. */
const hidden = () => `GET /v1/users/me HTTP/1.1\r\nHost: lake\r\nAuthorization: Bearer ${token}\r\n\r\n`;

/** Everything received on one connection until the lake closes it. */
async function say(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  socket.write(bytes);
  return text(socket);
}

const answersIn = (said: string): number => said.match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0;

describe.each(doors)('on %s', (_, url) => {
  test.each(methods)('a chunked body of a %s that holds a whole request is no request', async (method) => {
    for (const path of paths) {
      const chunk = `${hidden().length.toString(16)}\r\n${hidden()}\r\n0\r\n\r\n`;
      const head = `${method} ${path} HTTP/1.1\r\nHost: lake\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
      const said = await say(url(), head + chunk);
      expect([path, answersIn(said)]).toEqual([path, 1]);
      expect(said).not.toContain('"email"');
    }
  });

  test.each(methods)('a body of a %s with a length that holds a whole request is no request', async (method) => {
    for (const path of paths) {
      const head = `${method} ${path} HTTP/1.1\r\nHost: lake\r\nContent-Length: ${hidden().length}\r\nConnection: close\r\n\r\n`;
      const said = await say(url(), head + hidden());
      expect([path, answersIn(said)]).toEqual([path, 1]);
    }
  });

  test.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 0'],
    ['a length and chunks', 'Content-Length: 0\r\nTransfer-Encoding: chunked'],
    ['chunks that are no chunks', 'Transfer-Encoding: xchunked'],
    ['chunks that are chunked twice', 'Transfer-Encoding: chunked, chunked'],
    ['a space in a name', 'Transfer-Encoding : chunked'],
    ['a header that goes on in the next line', 'X: a\r\n Transfer-Encoding: chunked'],
    ['a length with a sign', 'Content-Length: +0'],
  ])('%s are refused, or are one request', async (_name, headers) => {
    for (const path of ['/v1/ping', '/structure']) {
      const said = await say(
        url(),
        `GET ${path} HTTP/1.1\r\nHost: lake\r\nConnection: close\r\n${headers}\r\n\r\n${hidden()}`,
      );
      expect(answersIn(said)).toBe(1);
      expect(said).not.toContain('"email"');
    }
  });

  test('a request behind one with an unread body is answered as itself, or not at all', async () => {
    const body = hidden();
    const first = `POST /v1/none HTTP/1.1\r\nHost: lake\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const second = 'GET /healthz HTTP/1.1\r\nHost: lake\r\nConnection: close\r\n\r\n';
    const said = await say(url(), first + second);
    expect(answersIn(said)).toBeLessThanOrEqual(2);
    expect(said).not.toContain('"email"');
  });
});

test('one connection answers one request after the other, in their order', async () => {
  const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: lake\r\n\r\n`;
  const last = 'GET /v1/users/none HTTP/1.1\r\nHost: lake\r\nConnection: close\r\n\r\n';
  for (const [, url] of doors) {
    const said = await say(url(), ask('/v1/ping') + ask('/healthz') + last);
    expect(said.match(/HTTP\/1\.1 \d{3}|"pong"|"status":"ok"/g)).toEqual([
      'HTTP/1.1 200',
      '"pong"',
      'HTTP/1.1 200',
      '"status":"ok"',
      'HTTP/1.1 401',
    ]);
  }
});
