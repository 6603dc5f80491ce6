import { z } from 'zod';
import { createRandom, type Random } from '../random.ts';
import { abusePresence } from './presence.ts';
import { breakConnection } from './raw-connections.ts';
import type { FuzzRequest } from './request.ts';
import { anyRequest } from './requests.ts';
import { createSender, type Outcome, type Sender } from './send.ts';

const atOnce = 8;
const slowMs = 2_000;
/** Every 150th step is a broken connection or a WebSocket session instead of a request. */
const stepsPerConnection = 150;

export type Target = { url: string; tokens: readonly (string | undefined)[] };

export type Attacked = {
  requests: number;
  connections: number;
  seconds: number;
  statuses: Record<string, number>;
  slowest: { ms: number; what: string };
  slow: string[];
  failed: string[];
};

/** Sends `size` requests, with broken connections between them, until the lake's process ends. */
export async function attack(target: Target, size: number, seed: number, isRunning: () => boolean): Promise<Attacked> {
  const started = performance.now();
  const sender = createSender(target.url, atOnce);
  const found: Attacked = {
    requests: 0,
    connections: 0,
    seconds: 0,
    statuses: {},
    slowest: { ms: 0, what: '' },
    slow: [],
    failed: [],
  };
  let next = 0;
  const attackers = Array.from({ length: atOnce }, async () => {
    while (next < size && isRunning()) {
      // Seeded by the seed and the request's number, so that one request can be repeated without the others.
      const number = next;
      next += 1;
      await attackOnce({ target, sender, number, seed, found });
    }
  });
  await Promise.all(attackers);
  sender.close();
  return { ...found, seconds: (performance.now() - started) / 1_000 };
}

type Attack = { target: Target; sender: Sender; number: number; seed: number; found: Attacked };

async function attackOnce({ target, sender, number, seed, found }: Attack): Promise<void> {
  const random = randomOf(seed, number);
  const token = random.oneOf(target.tokens);
  if (number % stepsPerConnection === 0) {
    found.connections += 1;
    await (random.chance(0.5) ? breakConnection(target.url, random) : abusePresence(target.url, token, random));
    return;
  }
  const request = anyRequest(random);
  record(found, request, number, await sender.send(request, token));
}

export function randomOf(seed: number, number: number): Random {
  return createRandom(Math.imul(seed + number, 0x9e3779b1) ^ number);
}

function record(found: Attacked, request: FuzzRequest, number: number, outcome: Outcome): void {
  const { status, ms, problem } = outcome;
  found.requests += 1;
  const group = `${request.kind} ${status ?? 'none'}`;
  found.statuses[group] = (found.statuses[group] ?? 0) + 1;
  const what = `number ${number}: ${shown(request)}`;
  if (ms > found.slowest.ms) found.slowest = { ms, what };
  if (ms > slowMs) found.slow.push(`${ms.toFixed(0)} ms, ${what}`);
  if (status === undefined || status >= 500 || problem !== undefined)
    found.failed.push(`${status ?? problem}, ${what}`);
}

const maxShown = 300;

function shown({ method, path, body, headers }: FuzzRequest): string {
  return z
    .string()
    .parse(`${method} ${path} ${JSON.stringify(headers ?? {}).slice(0, 200)} ${body ?? ''}`)
    .slice(0, maxShown);
}
