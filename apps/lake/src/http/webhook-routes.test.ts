import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isValidSignature } from '@sanity/webhook';
import { failureOf, startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { type Receiver, startReceiver } from '../webhooks/receiver.fixture.ts';

let lake: TestLake;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
  lake = await startTestLake();
});
afterEach(async () => {
  await lake.stop();
  receiver.close();
});

type Hook = { id: string; [field: string]: unknown };
const hooks = '/hooks/projects/bodytext';

/** As Sanity's CLI sends it. */
function request<Answer = Hook>(
  method: string,
  url: string,
  body?: object,
  role: 'administrator' | 'editor' = 'administrator',
) {
  return lake.client(role, { apiVersion: '2021-10-04' }).request<Answer>({ method, url, body });
}

function addHook(more: object = {}): Promise<Hook> {
  return request('POST', hooks, {
    type: 'document',
    name: 'UrlParams index',
    url: receiver.url,
    dataset: 'production',
    secret: 'a secret',
    ...more,
  });
}

const bodies = () => receiver.received.map(({ text }): unknown => JSON.parse(text));
const messagesOf = (id: string) => request<Record<string, unknown>[]>('GET', `${hooks}/${id}/messages`);
const attemptsOf = (id: string) => request<Record<string, unknown>[]>('GET', `${hooks}/${id}/attempts`);

describe('an administrator’s webhook', () => {
  test('can be made, listed, changed and taken away, and never shows its secret', async () => {
    const rule = { on: ['create'], filter: '_type == "note"', projection: '{_id}' };
    const made = await addHook({ rule, headers: { 'x-index': 'main' } });
    expect(made).toMatchObject({
      type: 'document',
      name: 'UrlParams index',
      projectId: 'bodytext',
      dataset: 'production',
      url: receiver.url,
      httpMethod: 'POST',
      includeDrafts: false,
      isDisabled: false,
      rule,
      secret: null,
      hasSecret: true,
    });
    expect(await request<Hook[]>('GET', hooks)).toEqual([made]);
    const changed = await request('PATCH', `${hooks}/${made.id}`, { httpMethod: 'PUT', secret: null });
    expect(changed).toMatchObject({ httpMethod: 'PUT', name: 'UrlParams index', rule, hasSecret: true });
    await request('DELETE', `${hooks}/${made.id}`);
    expect(await request<Hook[]>('GET', hooks)).toEqual([]);
    expect(await failureOf(request('GET', `${hooks}/${made.id}`))).toMatchObject({ statusCode: 404 });
  });

  test('can be seen and created by administrators only', async () => {
    await addHook();
    for (const [method, url] of [
      ['GET', hooks],
      ['POST', hooks],
      ['GET', '/hooks/x/messages'],
    ] as const) {
      expect(await failureOf(request(method, url, method === 'POST' ? {} : undefined, 'editor'))).toMatchObject({
        statusCode: 403,
      });
    }
    expect((await fetch(`${lake.url}/v2021-10-04${hooks}`)).status).toBe(401);
  });

  test.each([
    ['an address that is none', { url: 'ftp://example.org' }],
    ['GROQ that can’t be read', { rule: { filter: '_type ==' } }],
    ['a header that the lake sets itself', { headers: { 'Sanity-Operation': 'create' } }],
    ['a header that would start another one', { headers: { 'x-index': 'a\r\nx-other: b' } }],
    ['a dataset there is not', { dataset: 'elsewhere' }],
  ])('is refused with %s', async (_, wrong) => {
    expect((await failureOf(addHook(wrong))).statusCode).toBeGreaterThanOrEqual(400);
    expect(await request<Hook[]>('GET', hooks)).toEqual([]);
  });

  test('is called as configured: filter, projection, operations, method, headers, signature', async () => {
    const rule = {
      on: ['update', 'delete'],
      filter: '_type == "note" && (delta::changedAny(title) || delta::operation() == "delete")',
      projection: '{_id, "operation": sanity::operation(), "was": before().title, "is": after().title}',
    };
    await addHook({ rule, httpMethod: 'GET', headers: { authorization: 'Bearer index' } });
    const client = lake.client();
    await client.create({ _id: 'a', _type: 'note', title: 'One' });
    await client.create({ _id: 'drafts.a', _type: 'note', title: 'Draft' });
    await client.patch('drafts.a').set({ title: 'Other' }).commit();
    await client.patch('a').set({ lead: 'Not the title' }).commit();
    await client.patch('a').set({ title: 'Two' }).commit();
    await client.delete('a');
    await until(() => receiver.received.length === 2);
    expect(bodies()).toEqual([
      { _id: 'a', operation: 'update', was: 'One', is: 'Two' },
      { _id: 'a', operation: 'delete', was: 'Two', is: null },
    ]);
    const [first] = receiver.received;
    expect(first).toMatchObject({ method: 'GET', headers: { authorization: 'Bearer index' } });
    const signature = String(first?.headers['sanity-webhook-signature']);
    expect(await isValidSignature(first?.text ?? '', signature, 'a secret')).toBe(true);
  });

  test('is called for drafts and versions only if configured, and with the whole document without a projection', async () => {
    await addHook({ includeDrafts: true, rule: { filter: '_type == "note"' } });
    await addHook({ includeAllVersions: true, rule: { projection: '{"version": _id}', filter: '_type == "note"' } });
    const client = lake.client();
    await client.create({ _id: 'drafts.a', _type: 'note', title: 'One' });
    await client.create({ _id: 'versions.r1.a', _type: 'note' });
    await until(() => receiver.received.length === 2);
    expect(bodies()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ _id: 'drafts.a', title: 'One', _rev: expect.any(String) }),
        { version: 'versions.r1.a' },
      ]),
    );
  });

  test('can follow references, but a subquery finds nothing', async () => {
    await addHook({ rule: { filter: '_type == "note"', projection: '{"by": author->name, "notes": count(*)}' } });
    const client = lake.client();
    await client.create({ _id: 'ada', _type: 'person', name: 'Ada' });
    await client.create({ _id: 'a', _type: 'note', author: { _type: 'reference', _ref: 'ada' } });
    await until(() => receiver.received.length === 1);
    expect(bodies()).toEqual([{ by: 'Ada', notes: 0 }]);
  });

  test('is not called once it is disabled, not even with what was queued', async () => {
    receiver.answer = (_, response) => void response.writeHead(500).end();
    const { id } = await addHook();
    await lake.client().create({ _id: 'a', _type: 'note' });
    await until(async () => (await attemptsOf(id)).length >= 1);
    await request('PATCH', `${hooks}/${id}`, { isDisabledByUser: true });
    expect(await messagesOf(id)).toEqual([]);
    await lake.client().create({ _id: 'b', _type: 'note' });
    expect(await messagesOf(id)).toEqual([]);
  });
});

describe('delivery', () => {
  test('is tried again with the same key after 429, 5xx and a broken connection, and the log says so', async () => {
    receiver.answer = ({ headers }, response) => {
      if (receiver.received.length === 1) response.writeHead(429).end('busy');
      else if (receiver.received.length === 2) response.destroy();
      else response.end(headers['sanity-operation']);
    };
    const { id } = await addHook();
    await lake.client().create({ _id: 'a', _type: 'note' });
    await until(async () => (await messagesOf(id))[0]?.status === 'success', 20_000);
    expect(await messagesOf(id)).toMatchObject([{ documentId: 'a', failureCount: 2, resultCode: 200 }]);
    const keys = new Set(receiver.received.map(({ headers }) => headers['idempotency-key']));
    expect([receiver.received.length, keys.size]).toEqual([3, 1]);
    const attempts = await attemptsOf(id);
    expect(attempts).toMatchObject([
      { isFailure: false, resultCode: 200, resultBody: 'create', inProgress: false, duration: expect.any(Number) },
      { isFailure: true, resultCode: null, failureReason: 'network' },
      { isFailure: true, resultCode: 429, failureReason: 'http', resultBody: 'busy' },
    ]);
    expect(await request('GET', `${hooks}/attempts/${String(attempts[2]?.id)}`)).toEqual(attempts[2]);
    expect(JSON.stringify([attempts, await messagesOf(id)])).not.toContain('a secret');
  }, 30_000);

  test.each([
    [400, {}],
    [404, {}],
    [302, { location: '/elsewhere' }],
  ])('ends with an answer of %i: nothing is sent again, nor anywhere else', async (status, headers) => {
    receiver.answer = (_, response) => void response.writeHead(status, headers).end();
    const { id } = await addHook();
    await lake.client().create({ _id: 'a', _type: 'note' });
    await until(async () => (await messagesOf(id))[0]?.status === 'failure');
    expect(receiver.received).toHaveLength(1);
  });

  test('keeps the beginning of an endless answer', async () => {
    receiver.answer = (_, response) => {
      const endless = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.on('close', () => clearInterval(endless));
    };
    const { id } = await addHook();
    await lake.client().create({ _id: 'a', _type: 'note' });
    await until(async () => (await attemptsOf(id)).length === 1);
    expect(String((await attemptsOf(id))[0]?.resultBody)).toHaveLength(2_000);
  });

  test('is in order for one document, while others overtake it, and a receiver that hangs delays nobody else', async () => {
    const other = await startReceiver();
    receiver.answer = ({ text }, response) => {
      if (text.includes('"hangs')) return;
      response.writeHead(text.includes('"fails"') && receiver.received.length < 8 ? 500 : 200).end();
    };
    await addHook({ rule: { projection: '{_id, title}' } });
    await addHook({ url: other.url, rule: { projection: '{_id}' } });
    const client = lake.client();
    await client.create({ _id: 'fails', _type: 'note', title: 'One' });
    await client.patch('fails').set({ title: 'Two' }).commit();
    for (const n of [1, 2, 3]) await client.create({ _id: `hangs${n}`, _type: 'note' });
    await client.create({ _id: 'good', _type: 'note' });
    await until(() => other.received.length === 6);
    await until(() => bodies().some((body) => JSON.stringify(body).includes('"good"')), 20_000);
    expect(bodies()).not.toContainEqual({ _id: 'fails', title: 'Two' });
    other.close();
  }, 30_000);

  test('is resumed after a restart', async () => {
    receiver.answer = (_, response) => void response.writeHead(503).end();
    const { id } = await addHook();
    await lake.client().create({ _id: 'a', _type: 'note' });
    await until(async () => (await attemptsOf(id)).length >= 1);
    lake = await lake.restart();
    receiver.answer = (_, response) => void response.end();
    await until(async () => (await messagesOf(id))[0]?.status === 'success', 20_000);
    expect(new Set(receiver.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  }, 30_000);

  test('is logged for the last five hundred messages', async () => {
    const { id } = await addHook({ rule: { projection: '{_id}' } });
    const transaction = lake.client().transaction();
    for (let n = 0; n < 520; n += 1) transaction.create({ _id: `n${n}`, _type: 'note' });
    await transaction.commit();
    await until(() => receiver.received.length === 520, 30_000);
    const { database } = lake.lake.main.store;
    await until(() => database.prepare("SELECT 1 FROM webhook_deliveries WHERE status = 'queued'").get() === undefined);
    expect(database.prepare('SELECT count(*) AS n FROM webhook_deliveries WHERE hook = ?').get(id)).toEqual({ n: 500 });
    expect(database.prepare('SELECT count(*) AS n FROM webhook_attempts').get()).toEqual({ n: 500 });
  }, 60_000);
});
