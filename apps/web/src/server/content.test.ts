/** @jest-environment node */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { circuitBreaker } from './circuit-breaker.ts';
import type { pageLake as PageLake } from './content.ts';

let answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
let pageLake: typeof PageLake;

const lake = createServer((request, response) => answers.shift()?.(request, response));
const disconnect = (request: IncomingMessage) => void request.socket.destroy();
const fail = (_: IncomingMessage, response: ServerResponse) => void response.writeHead(500).end('{}');
const succeed = (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end('{"result":"Words."}');
const query = () => pageLake.fetch('*[0]', {}, { perspective: 'published' });

beforeAll(async () => {
  await new Promise<void>((resolve) => lake.listen(0, '127.0.0.1', resolve));
  process.env.LAKE_URL = `http://127.0.0.1:${(lake.address() as AddressInfo).port}`;
  process.env.SANITY_API_READ_TOKEN = 'token';
  process.env.SANITY_WEBHOOK_SECRET = 'secret';
  ({ pageLake } = await import('./content.ts'));
});

afterAll(() => {
  lake.closeAllConnections();
  lake.close();
});

test('a query on a keep-alive connection that the lake has closed is retried', async () => {
  answers = [succeed, disconnect, succeed];
  await expect(query()).resolves.toBe('Words.');
  await expect(query()).resolves.toBe('Words.');
});

test('a query that is answered with an error is not retried', async () => {
  answers = [fail, succeed];
  await expect(query()).rejects.toThrow();
  expect(answers).toEqual([succeed]);
  circuitBreaker().close();
});
