import type { Dice } from './dice.ts';
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
const patienceMs = 1_000;

/** Opens the socket on which Studios tell where they are, says a few things, mostly wrong, and drops it. */
export function visitPresence(url: string, token: string | undefined, dice: Dice): Promise<void> {
  const said = [
    message('authorization', { authorization: `Bearer ${token ?? 'x'}` }),
    ...dice.some(12, () => anyMessage(dice)),
  ];
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket/production`);
    const patience = setTimeout(() => socket.close(), patienceMs);
    const end = (): void => {
      clearTimeout(patience);
      resolve();
    };
    socket.addEventListener('open', () => {
      for (const text of said) socket.send(text);
    });
    socket.addEventListener('message', () => socket.close());
    socket.addEventListener('error', end);
    socket.addEventListener('close', end);
  });
}

function anyMessage(dice: Dice): string | Uint8Array<ArrayBuffer> {
  const params = dice.is(0.5)
    ? { sessionId: anyJson(dice, 0), data: { locations: anyJson(dice), sessionId: 'a', [name(dice)]: anyJson(dice) } }
    : anyJson(dice);
  const whole = { jsonrpc: '2.0', id: anyJson(dice, 1), method: dice.oneOf(methods), params };
  if (dice.is(0.1)) return new Uint8Array(dice.some(500, () => dice.below(256)));
  return dice.is(0.7) ? JSON.stringify(whole) : oddJson(dice, whole);
}

function message(method: string, params: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
}
