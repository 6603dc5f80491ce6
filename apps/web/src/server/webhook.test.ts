/** @jest-environment node */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { encodeSignatureHeader } from '@sanity/webhook';
import { limits } from '../limits.ts';
import { ReceivedBefore } from './received-before.ts';
import { rememberedMs, WebhookReceiver } from './webhook.ts';

const secret = 'the webhook secret';
const now = Date.parse('2026-03-01T08:00:00Z');
const minutes = 60_000;

const person = { _id: 'person-a', _type: 'person', slug: { current: 'a' } };
const body = JSON.stringify({ before: null, after: person });

let expired: string[][];
let receiver: WebhookReceiver;

beforeEach(() => {
  expired = [];
  receiver = new WebhookReceiver(secret, (tags) => void expired.push([...tags]));
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

test('a change is heard of whatever its fields hold: a reference’s authors are a line of text', async () => {
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

test('a webhook that was recorded and is sent again later is refused', async () => {
  expect((await send({ at: now - 6 * minutes })).status).toBe(401);
  expect((await send({ at: now + 6 * minutes })).status).toBe(401);
  expect(expired).toEqual([]);
});

test('a slow network is not held against a webhook', async () => {
  expect((await send({ at: now - 4 * minutes })).status).toBe(200);
});

test('a delivery that is repeated is answered as received and does nothing again', async () => {
  await send({});
  expect((await send({ at: now + 1 })).status).toBe(200);
  expect(expired).toHaveLength(1);
});

test('a webhook that was recorded is known within the time window, whatever key it is sent with', async () => {
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

test('the same change, signed at another time under another key, is another one', async () => {
  await send({});
  await send({ at: now + 1, key: 'delivery-2' });
  expect(expired).toHaveLength(2);
});

test('a webhook that was recorded is known after a restart too', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'webhooks-')), 'site', 'webhooks.ndjson');
  const start = () => {
    receiver = new WebhookReceiver(
      secret,
      (tags) => void expired.push([...tags]),
      new ReceivedBefore(rememberedMs, file),
    );
  };
  start();
  await send({});
  start();
  expect((await send({ key: 'delivery-2' })).message).toBe('received before');
  expect((await send({ at: now + 1 })).message).toBe('received before');
  expect(expired).toHaveLength(1);
});

test('what is remembered of webhooks grows neither in memory nor on disk without end', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'webhooks-')), 'webhooks.ndjson');
  const received = new ReceivedBefore(rememberedMs, file);
  const names = (from: number) => Array.from({ length: 10_000 }, (_, index) => `name-${from + index}`);
  for (let from = 0; from < 4 * limits.webhooks.value; from += 10_000) received.add(names(from), now);
  expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(2 * limits.webhooks.value + 1);
  expect(received.has('name-0', now)).toBe(false);
  expect(received.has(`name-${4 * limits.webhooks.value - 1}`, now)).toBe(true);
  received.add(['late'], now + rememberedMs + 1);
  expect(received.has(`name-${4 * limits.webhooks.value - 1}`, now + rememberedMs + 1)).toBe(false);
});

test('a signature that can be none is refused before a body is read', () => {
  for (const signature of [undefined, '', 'nonsense', 't=1,v1=a', `t=${now - 6 * minutes},v1=a`]) {
    expect([signature, receiver.refuseUnread(signature, now)?.status]).toEqual([signature, 401]);
  }
  expect(receiver.refuseUnread(`t=${now},v1=a`, now)).toBeUndefined();
});

test('a used key does not hide another change', async () => {
  await send({});
  await send({ body: JSON.stringify({ before: person, after: null }) });
  expect(expired).toHaveLength(2);
});

test('a change that could not be recorded may be delivered again', async () => {
  const failing = new WebhookReceiver(secret, () => {
    throw new Error('The disk is full.');
  });
  const signature = await encodeSignatureHeader(body, now, secret);
  const delivery = { body, signature, idempotencyKey: 'delivery-1' };
  await expect(failing.receive(delivery, now)).rejects.toThrow('The disk is full.');
  await expect(failing.receive(delivery, now)).rejects.toThrow('The disk is full.');
});

test.each(['null', '{"before":null}', '{"before":{"_id":1},"after":null}', '[]'])(
  'a signed body that tells of no change is refused: %s',
  async (wrong) => {
    expect((await send({ body: wrong })).status).toBeGreaterThanOrEqual(400);
    expect(expired).toEqual([]);
  },
);
