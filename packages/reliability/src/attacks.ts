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
import { createDice, type Dice } from './fuzz/dice.ts';

type Scene = { lake: LakeProcess; ports: { lake: number; studio: number }; token: string; close(): Promise<void> };

/**
 * What somebody without any right does at the lake's two addresses: requests hidden in bodies, and messages that no
 * Studio sends on the socket of event streams.
 *
 * @param size how many of each
 */
export async function attacks(size: number): Promise<Row[]> {
  const scene = await openScene();
  try {
    const stolen = await smuggle(scene, size);
    const { left, isAlive } = await abuseSockets(scene, size);
    return [
      bound(`answers to ${size} requests hidden in others’ bodies`, stolen),
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

/** Every way to say where a body ends that two programs may understand differently. */
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

/** How many hidden requests were answered, be it to the attacker or to an administrator who came after. */
async function smuggle({ ports, token }: Scene, size: number): Promise<number> {
  let stolen = 0;
  for (let round = 0; round < size; round++) {
    const port = round % 2 === 0 ? ports.studio : ports.lake;
    const body = `GET ${hidden} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    const all = framings(body);
    const framing = all[round % all.length] ?? '';
    const method = methods[Math.floor(round / all.length) % methods.length];
    const said = await sendRaw(port, `${method} /v1/ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${framing}`);
    const after = await fetch(`http://127.0.0.1:${port}/v1/users/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (said.includes('hidden"') || !(await after.text()).includes('"role":"administrator"')) stolen += 1;
  }
  return stolen;
}

async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (data) => {
    said += String(data);
  });
  socket.on('error', () => {});
  socket.write(bytes);
  socket.setTimeout(2_000, () => socket.destroy());
  await once(socket, 'close');
  return said;
}

/** How many streams stay open after their sockets have gone; as a person's limit of streams shows. */
async function abuseSockets({ ports, token, lake }: Scene, size: number): Promise<{ left: number; isAlive: boolean }> {
  const dice = createDice(size);
  for (let round = 0; round < size; round++) await abuseOne(ports.studio, token, dice);
  const isAlive = lake.child.exitCode === null && (await fetch(`http://127.0.0.1:${ports.lake}/healthz`)).ok;
  const free = isAlive ? await openTogether(ports.studio, token) : 0;
  return { left: streamsOfOne - free, isAlive };
}

async function abuseOne(port: number, token: string, dice: Dice): Promise<void> {
  const socket = open(port);
  await once(socket, 'open');
  for (let message = 0; message < messagesOfOne; message++) {
    if (socket.readyState === WebSocket.OPEN) socket.send(hostileMessage(dice, token));
  }
  socket.close();
  await once(socket, 'close');
}

const messagesOfOne = 40;
const listen = '/v2025-02-19/data/listen/production?query=*';

function hostileMessage(dice: Dice, token: string): string {
  const text = () => dice.oneOf(['a\nb', 'a\0b', '\ud800', 'ä€', '', 'a'.repeat(10_000), '../..', '%00', '__proto__']);
  const id = dice.oneOf([0, 1, 2, 1e15, -1, 0.5]);
  const path = dice.oneOf([listen, `${listen} `, '/v1/ping', `/v1/data/listen/${text()}`, `//${text()}`, text()]);
  const headers = dice.oneOf([
    {},
    { authorization: `Bearer ${token}` },
    { authorization: text() },
    { [text()]: text() },
  ]);
  return dice.oneOf([
    JSON.stringify({ open: id, path, headers }),
    JSON.stringify({ close: id }),
    JSON.stringify({ open: id }),
    JSON.stringify(text()),
    '['.repeat(5_000),
    text(),
  ]);
}

/** What one person or program may have open at once. */
const streamsOfOne = 200;
const streamsOfSocket = 64;
const answered = z.object({ head: z.number(), status: z.number() });

/** How many of a program's 200 streams can be opened now. */
async function openTogether(port: number, token: string): Promise<number> {
  let opened = 0;
  const sockets: WebSocket[] = [];
  for (let left = streamsOfOne; left > 0; left -= streamsOfSocket) {
    const socket = open(port);
    sockets.push(socket);
    await once(socket, 'open');
    opened += await openOn(socket, Math.min(streamsOfSocket, left), token);
  }
  for (const socket of sockets) socket.terminate();
  return opened;
}

function openOn(socket: WebSocket, wanted: number, token: string): Promise<number> {
  return new Promise((resolve) => {
    const statuses: number[] = [];
    socket.on('message', (data) => {
      const head = answered.safeParse(JSON.parse(String(data)));
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
