import type { Random } from '../random.ts';
import { anyJson, name, oddJson } from './hostile-json.ts';

const methods = [
  'presence_subscribe',
  'presence_unsubscribe',
  'presence_rollcall',
  'presence_announce',
  'presence_disconnect',
  'authorization',
  'x',
  '__proto__',
  'constructor',
];
const timeoutMs = 1_000;

/** Opens the presence WebSocket, sends a few messages, mostly malformed, and closes it. */
export function abusePresence(url: string, token: string | undefined, random: Random): Promise<void> {
  const messages = [
    message('authorization', { authorization: `Bearer ${token ?? 'x'}` }),
    ...random.upTo(12, () => anyMessage(random)),
  ];
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket/production`);
    const timeout = setTimeout(() => socket.close(), timeoutMs);
    const end = (): void => {
      clearTimeout(timeout);
      resolve();
    };
    socket.addEventListener('open', () => {
      for (const text of messages) socket.send(text);
    });
    socket.addEventListener('message', () => socket.close());
    socket.addEventListener('error', end);
    socket.addEventListener('close', end);
  });
}

function anyMessage(random: Random): string | Uint8Array<ArrayBuffer> {
  const params = random.chance(0.5)
    ? {
        sessionId: anyJson(random, 0),
        data: { locations: anyJson(random), sessionId: 'a', [name(random)]: anyJson(random) },
      }
    : anyJson(random);
  const whole = { jsonrpc: '2.0', id: anyJson(random, 1), method: random.oneOf(methods), params };
  if (random.chance(0.1)) return new Uint8Array(random.upTo(500, () => random.below(256)));
  return random.chance(0.7) ? JSON.stringify(whole) : oddJson(random, whole);
}

function message(method: string, params: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
}
