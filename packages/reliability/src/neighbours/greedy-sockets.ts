import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { data, numbers, type Outcome, type Target } from './greedy-requests.ts';

const halves = [
  '',
  'GET',
  'GET /v1/ping HTTP/1.1\r\nhost: x\r\nx: ',
  'POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\na',
];
const halfOpenAtOnce = 200;
const halfOpenEveryMs = 100;

export async function halfOpen({ url }: Target, isOver: () => boolean, outcome: Outcome): Promise<void> {
  const open: Socket[] = [];
  while (!isOver()) {
    for (const n of numbers(halfOpenEveryMs)) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
        outcome.answered += 1;
        socket.write(halves[n % halves.length] ?? '');
      });
      socket.on('error', () => undefined);
      socket.resume();
      open.push(socket);
    }
    for (const socket of open.splice(0, open.length - halfOpenAtOnce * 10)) socket.destroy();
    await pause(halfOpenEveryMs);
  }
  for (const socket of open) socket.destroy();
}

const streamsPerSocket = 64;
const socketsAtOnce = 3;

/** Opens as many streams as a socket may carry, closes them, and starts again. */
export async function sockets(target: Target, isOver: () => boolean, outcome: Outcome): Promise<void> {
  const one = async (): Promise<void> => {
    while (!isOver()) await openStreams(target, outcome);
  };
  await Promise.all(numbers(socketsAtOnce).map(one));
}

function openStreams({ url, token }: Target, outcome: Outcome): Promise<void> {
  const { host } = new URL(url);
  const socket = new WebSocket(`ws://${host}/event-streams`, { origin: `http://${host}` });
  return new Promise((resolve) => {
    let heads = 0;
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.on('open', () => {
      for (const id of numbers(streamsPerSocket)) {
        const path = data('listen', { query: `*[_type == "article" && n > ${id}]` });
        socket.send(JSON.stringify({ open: id, path, headers: { authorization: `Bearer ${token}` } }));
      }
    });
    socket.on('message', (message) => {
      if (!String(message).startsWith('{"head"')) return;
      heads += 1;
      outcome.answered += 1;
      if (heads === streamsPerSocket) socket.close();
    });
  });
}

const presenceSockets = 4;
const messagesAtOnce = 190;

/** Floods the presence WebSocket with announcements, and reconnects when it is closed. */
export async function presence(target: Target, isOver: () => boolean, outcome: Outcome): Promise<void> {
  const one = async (): Promise<void> => {
    while (!isOver()) await announce(target, outcome);
  };
  await Promise.all(numbers(presenceSockets).map(one));
}

function announce({ url, token }: Target, outcome: Outcome): Promise<void> {
  const socket = new WebSocket(`ws://${new URL(url).host}/v1/socket/production`);
  const sendMessage = (method: string, params: unknown, id: number): void =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  return new Promise((resolve) => {
    const timeout = setTimeout(() => socket.terminate(), presenceMs);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timeout);
      resolve();
    });
    socket.on('open', () => {
      sendMessage('authorization', { authorization: `Bearer ${token}` }, 0);
      for (const id of numbers(5, 1)) sendMessage('presence_subscribe', {}, id);
      for (const id of numbers(messagesAtOnce, 6)) {
        sendMessage(
          'presence_announce',
          { data: { session: `s${id}`, locations: [{ documentId: 'article-301', path: ['a'] }] } },
          id,
        );
      }
    });
    socket.on('message', () => {
      outcome.answered += 1;
    });
  });
}

const presenceMs = 1_000;
