/** @jest-environment node */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { circuitBreaker } from './circuit-breaker.ts';
import type { carefulLake as carefulLakeType } from './content.ts';

let answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
let carefulLake: typeof carefulLakeType;

const lake = createServer((request, response) => answers.shift()?.(request, response));
const cut = (request: IncomingMessage) => void request.socket.destroy();
const broken = (_: IncomingMessage, response: ServerResponse) => void response.writeHead(500).end('{}');
const well = (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end('{"result":"Words."}');
const ask = () => carefulLake.fetch('*[0]', {}, { perspective: 'published' });

beforeAll(async () => {
  await new Promise<void>((resolve) => lake.listen(0, '127.0.0.1', resolve));
  process.env.LAKE_URL = `http://127.0.0.1:${(lake.address() as AddressInfo).port}`;
  process.env.SANITY_API_READ_TOKEN = 'token';
  process.env.SANITY_WEBHOOK_SECRET = 'secret';
  ({ carefulLake } = await import('./content.ts'));
});

afterAll(() => {
  lake.closeAllConnections();
  lake.close();
});

test('a connection that the lake closed, as when it was started again, loses no question', async () => {
  answers = [well, cut, well];
  await expect(ask()).resolves.toBe('Words.');
  await expect(ask()).resolves.toBe('Words.');
});

test('a lake that answers with an error is asked once', async () => {
  answers = [broken, well];
  await expect(ask()).rejects.toThrow();
  expect(answers).toEqual([well]);
  circuitBreaker().close();
});
