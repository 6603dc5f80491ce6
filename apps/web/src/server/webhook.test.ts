/** @jest-environment node */
import { beforeEach, expect, test } from '@jest/globals';
import { encodeSignatureHeader } from '@sanity/webhook';
import { WebhookReceiver } from './webhook.ts';

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
