import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@bodytext/e2e/free-ports';
import { createToken, type LakeProcess, startLakeProcess } from '@bodytext/e2e/lake-process';
import type { Row } from '@bodytext/measure/measure';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createRandom, type Random } from './random.ts';

type Scene = { lake: LakeProcess; ports: { lake: number; studio: number }; token: string; close(): Promise<void> };

/**
 * Attacks by a caller without rights on the lake's own port and the Studio's: HTTP request smuggling, and malformed
 * messages on the WebSocket that carries event streams.
 *
 * @param size how many of each
 */
export async function attacks(size: number): Promise<Row[]> {
  const scene = await openScene();
  try {
    const smuggled = await smuggle(scene, size);
    const { left, isAlive } = await abuseSockets(scene, size);
    return [
      bound(`answers to ${size} requests hidden in others’ bodies`, smuggled),
      bound(`event streams left by ${size} sockets that sent what no Studio sends`, left),
      bound('deaths of the lake', isAlive ? 0 : 1),
    ];
  } finally {
    await scene.close();
  }
}

function bound(name: string, value: number): Row {
  return { name, value: String(value), bar: { text: 'none', met: value === 0 } };
}

async function openScene(): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'attacks-'));
  const dataDir = join(folder, 'data');
  const studioFolder = join(folder, 'studio');
  await mkdir(studioFolder);
  await writeFile(join(studioFolder, 'index.html'), '<!doctype html><html><head></head><body></body></html>');
  const ports = { lake: await freePort(), studio: await freePort() };
  const env = { STUDIO_PORT: String(ports.studio) };
  const lake = await startLakeProcess({ dataDir, port: ports.lake, args: ['--studio', studioFolder], env });
  const token = await createToken(dataDir);
  return {
    lake,
    ports,
    token,
    async close() {
      await lake.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const hidden = '/v2025-02-19/data/query/production?query=%22hidden%22';
const methods = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PUT', 'PATCH'];

/** `Transfer-Encoding` and `Content-Length` in forms that a proxy and a server may read differently. */
function framings(body: string): string[] {
  const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const length = `Content-Length: ${body.length}\r\n`;
  return [
    `Transfer-Encoding: chunked\r\n\r\n${chunk}`,
    `${length}\r\n${body}`,
    `${length}Transfer-Encoding: chunked\r\n\r\n${chunk}`,
    `Transfer-Encoding: chunked\r\n${length}\r\n${chunk}`,
    `Transfer-Encoding: xchunked\r\n\r\n${chunk}`,
    `Transfer-Encoding : chunked\r\n\r\n${chunk}`,
    `Transfer-Encoding:\tchunked\r\n\r\n${chunk}`,
    `Transfer-Encoding: identity, chunked\r\n\r\n${chunk}`,
    `Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n${chunk}`,
    `X: a\r\n Transfer-Encoding: chunked\r\n\r\n${chunk}`,
    `Content-Length: 0\r\n${length}\r\n${body}`,
    `Content-Length: +${body.length}\r\n\r\n${body}`,
  ];
}

/** How many smuggled requests were answered, to the attacker or in place of the next caller's response. */
async function smuggle({ ports, token }: Scene, size: number): Promise<number> {
  let answered = 0;
  for (let round = 0; round < size; round++) {
    const port = round % 2 === 0 ? ports.studio : ports.lake;
    const body = `GET ${hidden} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    const all = framings(body);
    const framing = all[round % all.length] ?? '';
    const method = methods[Math.floor(round / all.length) % methods.length];
    const response = await sendRaw(port, `${method} /v1/ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${framing}`);
    const after = await fetch(`http://127.0.0.1:${port}/v1/users/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (response.includes('hidden"') || !(await after.text()).includes('"role":"administrator"')) answered += 1;
  }
  return answered;
}

async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (data) => {
    received += String(data);
  });
  socket.on('error', () => {});
  socket.write(bytes);
  socket.setTimeout(2_000, () => socket.destroy());
  await once(socket, 'close');
  return received;
}

/** How many streams leak when their sockets close: that many fewer fit in the caller's limit of open streams. */
async function abuseSockets({ ports, token, lake }: Scene, size: number): Promise<{ left: number; isAlive: boolean }> {
  const random = createRandom(size);
  for (let round = 0; round < size; round++) await abuseOne(ports.studio, token, random);
  const isAlive = lake.child.exitCode === null && (await fetch(`http://127.0.0.1:${ports.lake}/healthz`)).ok;
  const free = isAlive ? await openAllStreams(ports.studio, token) : 0;
  return { left: streamsPerCaller - free, isAlive };
}

async function abuseOne(port: number, token: string, random: Random): Promise<void> {
  const socket = open(port);
  await once(socket, 'open');
  for (let message = 0; message < messagesPerSocket; message++) {
    if (socket.readyState === WebSocket.OPEN) socket.send(hostileMessage(random, token));
  }
  socket.close();
  await once(socket, 'close');
}

const messagesPerSocket = 40;
const listen = '/v2025-02-19/data/listen/production?query=*';

function hostileMessage(random: Random, token: string): string {
  const text = () =>
    random.oneOf(['a\nb', 'a\0b', '\ud800', 'ä€', '', 'a'.repeat(10_000), '../..', '%00', '__proto__']);
  const id = random.oneOf([0, 1, 2, 1e15, -1, 0.5]);
  const path = random.oneOf([listen, `${listen} `, '/v1/ping', `/v1/data/listen/${text()}`, `//${text()}`, text()]);
  const headers = random.oneOf([
    {},
    { authorization: `Bearer ${token}` },
    { authorization: text() },
    { [text()]: text() },
  ]);
  return random.oneOf([
    JSON.stringify({ open: id, path, headers }),
    JSON.stringify({ close: id }),
    JSON.stringify({ open: id }),
    JSON.stringify(text()),
    '['.repeat(5_000),
    text(),
  ]);
}

/** The lake's limit of open streams per caller. */
const streamsPerCaller = 200;
const streamsPerSocket = 64;
const streamHead = z.object({ head: z.number(), status: z.number() });

/** How many streams the caller can open now. */
async function openAllStreams(port: number, token: string): Promise<number> {
  let opened = 0;
  const sockets: WebSocket[] = [];
  for (let left = streamsPerCaller; left > 0; left -= streamsPerSocket) {
    const socket = open(port);
    sockets.push(socket);
    await once(socket, 'open');
    opened += await openStreams(socket, Math.min(streamsPerSocket, left), token);
  }
  for (const socket of sockets) socket.terminate();
  return opened;
}

function openStreams(socket: WebSocket, wanted: number, token: string): Promise<number> {
  return new Promise((resolve) => {
    const statuses: number[] = [];
    socket.on('message', (data) => {
      const head = streamHead.safeParse(JSON.parse(String(data)));
      if (head.success) statuses.push(head.data.status);
      if (statuses.length === wanted) resolve(statuses.filter((status) => status === 200).length);
    });
    for (let id = 0; id < wanted; id++) {
      socket.send(JSON.stringify({ open: id, path: listen, headers: { authorization: `Bearer ${token}` } }));
    }
  });
}

function open(port: number): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/event-streams`, { origin: `http://127.0.0.1:${port}` });
  socket.on('error', () => {});
  return socket;
}
