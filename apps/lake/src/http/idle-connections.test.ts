import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake();
});
afterAll(() => lake.stop());

function open(said: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(lake.url).port), '127.0.0.1', () => {
      socket.write(said);
      resolve(socket);
    });
    // Without reading, the end of the connection is not noticed.
    socket.resume();
    socket.on('error', () => undefined);
  });
}

test('connections that send nothing, or half a request, delay no other, and are closed', async () => {
  const halves = ['', 'GET', 'GET /v1/ping HTTP/1.1\r\nhost: x\r\nx: '];
  const sockets = await Promise.all(Array.from({ length: 300 }, (_, n) => open(halves[n % halves.length] ?? '')));
  expect(sockets.filter(({ destroyed }) => !destroyed)).toHaveLength(300);
  expect((await fetch(`${lake.url}/v1/ping`)).status).toBe(200);
  await until(() => sockets.every(({ destroyed }) => destroyed), 55_000);
  expect((await fetch(`${lake.url}/v1/ping`)).status).toBe(200);
}, 120_000);
