import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { EventSource } from 'eventsource';
import { WebSocket as NodeWebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { createEventStreams } from '../../shim/event-streams.ts';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';

/** The shim's code, with a WebSocket to a real lake. */

let lake: TestLake;
let token: string;
beforeAll(async () => {
  lake = await startTestLake();
  token = lake.client('administrator').config().token ?? '';
});
afterAll(() => lake.stop());

const opened: NodeWebSocket[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
});

/** With an `Origin` header, as browsers send it. */
function openSocket(origin = lake.url, address = `${lake.url.replace('http', 'ws')}/event-streams`): WebSocket {
  const socket = new NodeWebSocket(address, { origin });
  // In Node, an `error` event without a listener would end the process.
  socket.on('error', () => {});
  opened.push(socket);
  return socket as unknown as WebSocket;
}

const listenPath = (type: string) =>
  `/v2025-02-19/data/listen/production?${new URLSearchParams({ query: `*[_type == "${type}"]`, includeAllVersions: 'true' })}`;
const asAdministrator = () => new Headers({ authorization: `Bearer ${token}` });

test('many event streams share one socket, each with its own listener', async () => {
  const streamOf = createEventStreams(openSocket);
  const types = Array.from({ length: 40 }, (_, index) => `note${index}`);
  const heard: Record<string, unknown[]> = {};
  let welcomes = 0;
  const sources = types.map((type) => {
    const source = new EventSource('http://lake/', {
      fetch: (_url, { signal }) =>
        streamOf(listenPath(type), asAdministrator(), signal instanceof AbortSignal ? signal : null),
    });
    source.addEventListener('welcome', () => {
      welcomes += 1;
    });
    source.addEventListener('mutation', ({ data }) => {
      heard[type] = [...(heard[type] ?? []), JSON.parse(data).documentId];
    });
    return source;
  });
  await until(() => welcomes === 40);
  const writer = lake.client();
  await Promise.all(types.map((type) => writer.create({ _id: `drafts.${type}`, _type: type, text: 'ä€😀' })));
  await until(() => Object.keys(heard).length === 40);
  expect(heard).toEqual(Object.fromEntries(types.map((type) => [type, [`drafts.${type}`]])));
  expect(opened).toHaveLength(1);
  for (const source of sources) source.close();
});

test('a refused stream has the lake’s status and error', async () => {
  const streamOf = createEventStreams(openSocket);
  const answer = await streamOf(listenPath('note'), new Headers());
  expect([answer.status, await answer.json()]).toEqual([
    403,
    expect.objectContaining({ message: expect.stringContaining('Sign in to listen to changes.') }),
  ]);
  expect((await streamOf('/v2025-02-19/data/listen/production', asAdministrator())).status).toBe(400);
  expect((await streamOf('/v2025-02-19/data/listen/none?query=*', asAdministrator())).status).toBe(404);
});

test('streams fail when the socket breaks, and the next one opens a new socket', async () => {
  const streamOf = createEventStreams(openSocket);
  const rest = (await streamOf(listenPath('note'), asAdministrator())).text();
  for (const socket of opened) socket.terminate();
  await expect(rest).rejects.toThrow('Failed to fetch');
  const again = await streamOf(listenPath('note'), asAdministrator());
  expect([again.status, opened.length]).toEqual([200, 2]);
  await again.body?.cancel();
});

test('pages of another origin can’t open a stream', async () => {
  for (const origin of ['https://evil.example', 'null', `${lake.url}.evil.example`, 'http://localhost:1']) {
    const streamOf = createEventStreams(() => openSocket(origin));
    await expect(streamOf(listenPath('note'), asAdministrator())).rejects.toThrow('Failed to fetch');
  }
});

test('a stream ends with its abort signal', async () => {
  const streamOf = createEventStreams(openSocket);
  const abort = new AbortController();
  const rest = (await streamOf(listenPath('note'), asAdministrator(), abort.signal)).text();
  abort.abort();
  await expect(rest).rejects.toThrow('aborted');
  await expect(streamOf(listenPath('note'), asAdministrator(), abort.signal)).rejects.toThrow('aborted');
});

test('a silent socket is closed after a timeout, and the next stream opens a new one', async () => {
  const mute = new WebSocketServer({ port: 0 });
  await once(mute, 'listening');
  const addresses = [`ws://localhost:${z.object({ port: z.number() }).parse(mute.address()).port}/`];
  const streamOf = createEventStreams(() => openSocket(lake.url, addresses.shift()), 300);
  const all = [1, 2, 3].map(() => streamOf(listenPath('note'), asAdministrator()));
  for (const stream of all) await expect(stream).rejects.toThrow('Failed to fetch');
  const again = await streamOf(listenPath('note'), asAdministrator());
  expect([again.status, opened.length]).toEqual([200, 2]);
  await again.body?.cancel();
  mute.close();
});
