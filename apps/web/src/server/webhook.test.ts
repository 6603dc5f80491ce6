/** @jest-environment node */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { encodeSignatureHeader } from '@sanity/webhook';
import { limits } from '../limits.ts';
import { createReplayGuard } from './replay-guard.ts';
import { createWebhookReceiver, replayWindowMs, type WebhookReceiver } from './webhook.ts';

const secret = 'the webhook secret';
const now = Date.parse('2026-03-01T08:00:00Z');
const minutes = 60_000;

const person = { _id: 'person-a', _type: 'person', slug: { current: 'a' } };
const body = JSON.stringify({ before: null, after: person });

let expired: string[][];
let receiver: WebhookReceiver;

beforeEach(() => {
  expired = [];
  receiver = createWebhookReceiver(secret, (tags) => void expired.push([...tags]));
});

type Sent = { body?: string; signed?: string; secret?: string; at?: number; key?: string };

async function send({
  body: sent = body,
  signed = sent,
  secret: key = secret,
  at = now,
  key: id = 'delivery-1',
}: Sent) {
  const signature = await encodeSignatureHeader(signed, at, key);
  return receiver.receive({ body: sent, signature, idempotencyKey: id }, now);
}

test('a signed change expires the tags of the document and of the lists it joined', async () => {
  expect((await send({})).status).toBe(200);
  expect(expired).toHaveLength(1);
  expect(expired[0]).toEqual(expect.arrayContaining(['document:person-a', 'collection:person', 'segment:a']));
});

test('a change expires its tags whatever the types of its fields', async () => {
  const work = { _id: 'work-a', _type: 'literatureReference', authors: 'Williams CM, Maher CG', slug: 'not a slug' };
  expect((await send({ body: JSON.stringify({ before: work, after: work }) })).status).toBe(200);
  expect(expired.flat()).toContain('document:work-a');
});

test('a forged webhook expires nothing', async () => {
  expect((await send({ secret: 'a guess' })).status).toBe(401);
  expect((await send({ signed: `${body} ` })).status).toBe(401);
  expect((await receiver.receive({ body, signature: undefined, idempotencyKey: 'x' }, now)).status).toBe(401);
  expect((await receiver.receive({ body, signature: 'nonsense', idempotencyKey: 'x' }, now)).status).toBe(401);
  const signature = await encodeSignatureHeader(body, now, secret);
  expect((await receiver.receive({ body: '', signature, idempotencyKey: 'x' }, now)).status).toBe(401);
  expect(expired).toEqual([]);
});

test('a replay outside the time window is rejected', async () => {
  expect((await send({ at: now - 6 * minutes })).status).toBe(401);
  expect((await send({ at: now + 6 * minutes })).status).toBe(401);
  expect(expired).toEqual([]);
});

test('a delayed webhook within the time window is accepted', async () => {
  expect((await send({ at: now - 4 * minutes })).status).toBe(200);
});

test('a retried delivery is answered with 200 and expires nothing', async () => {
  await send({});
  expect((await send({ at: now + 1 })).status).toBe(200);
  expect(expired).toHaveLength(1);
});

test('a replay within the time window is detected, whatever its idempotency key', async () => {
  await send({});
  expect(await send({ key: 'delivery-2' })).toEqual({ status: 200, message: 'received before' });
  const signature = await encodeSignatureHeader(body, now, secret);
  const [time, hash] = signature.split(',');
  for (const written of [signature, `${time}, ${hash}`, `${hash},${time}`]) {
    const answer = await receiver.receive({ body, signature: written, idempotencyKey: undefined }, now + 4 * minutes);
    expect([written, answer.message === 'expired']).toEqual([written, false]);
  }
  expect(expired).toHaveLength(1);
});

test('the same change with another time and another idempotency key is a new webhook', async () => {
  await send({});
  await send({ at: now + 1, key: 'delivery-2' });
  expect(expired).toHaveLength(2);
});

test('a replay is detected after a restart', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'webhooks-')), 'site', 'webhooks.ndjson');
  const start = () => {
    receiver = createWebhookReceiver(
      secret,
      (tags) => void expired.push([...tags]),
      createReplayGuard(replayWindowMs, file),
    );
  };
  start();
  await send({});
  start();
  expect((await send({ key: 'delivery-2' })).message).toBe('received before');
  expect((await send({ at: now + 1 })).message).toBe('received before');
  expect(expired).toHaveLength(1);
});

test('the replay guard is bounded in memory and on disk', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'webhooks-')), 'webhooks.ndjson');
  const received = createReplayGuard(replayWindowMs, file);
  const names = (from: number) => Array.from({ length: 10_000 }, (_, index) => `name-${from + index}`);
  for (let from = 0; from < 4 * limits.seenWebhooks.value; from += 10_000) received.add(names(from), now);
  expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(2 * limits.seenWebhooks.value + 1);
  expect(received.has('name-0', now)).toBe(false);
  expect(received.has(`name-${4 * limits.seenWebhooks.value - 1}`, now)).toBe(true);
  received.add(['late'], now + replayWindowMs + 1);
  expect(received.has(`name-${4 * limits.seenWebhooks.value - 1}`, now + replayWindowMs + 1)).toBe(false);
});

test('a malformed or old signature is rejected before the body is read', () => {
  for (const signature of [undefined, '', 'nonsense', 't=1,v1=a', `t=${now - 6 * minutes},v1=a`]) {
    expect([signature, receiver.refuseUnread(signature, now)?.status]).toEqual([signature, 401]);
  }
  expect(receiver.refuseUnread(`t=${now},v1=a`, now)).toBeUndefined();
});

test('a reused idempotency key does not hide another change', async () => {
  await send({});
  await send({ body: JSON.stringify({ before: person, after: null }) });
  expect(expired).toHaveLength(2);
});

test('a change that could not be recorded may be retried', async () => {
  const failing = createWebhookReceiver(secret, () => {
    throw new Error('The disk is full.');
  });
  const signature = await encodeSignatureHeader(body, now, secret);
  const delivery = { body, signature, idempotencyKey: 'delivery-1' };
  await expect(failing.receive(delivery, now)).rejects.toThrow('The disk is full.');
  await expect(failing.receive(delivery, now)).rejects.toThrow('The disk is full.');
});

test.each(['null', '{"before":null}', '{"before":{"_id":1},"after":null}', '[]'])(
  'a signed body that is not a change is rejected: %s',
  async (wrong) => {
    expect((await send({ body: wrong })).status).toBeGreaterThanOrEqual(400);
    expect(expired).toEqual([]);
  },
);
