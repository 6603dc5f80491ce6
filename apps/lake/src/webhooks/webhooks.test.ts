import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { isValidSignature, SIGNATURE_HEADER_NAME } from '@sanity/webhook';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';

type Received = {
  body: { before: unknown; after: unknown };
  text: string;
  headers: Record<string, unknown>;
};

let lake: TestLake;
let receiver: Server;
let received: Received[];
let answer: (body: string) => number | Promise<number>;
const secret = 'a secret';

beforeEach(async () => {
  received = [];
  answer = () => 200;
  receiver = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const status = await answer(text);
    if (status === 200) received.push({ body: JSON.parse(text), text, headers: request.headers });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  lake = await startTestLake({
    webhooks: [
      {
        name: 'site',
        url: `http://127.0.0.1:${port}/`,
        filter: '_type == "note"',
        projection: '{"before": before(){_id, title}, "after": after(){_id, title}}',
        secret,
      },
    ],
  });
});
afterEach(async () => {
  await lake.stop();
  receiver.closeAllConnections();
  receiver.close();
});

/** Writes, and waits for the deliveries without a timeout, which a busy machine would exceed. */
async function writeWithoutTimeout(write: () => Promise<unknown>): Promise<void> {
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => new AbortController().signal);
  await write().finally(() => timeout.mockRestore());
}

test('a message is sent for matching documents that are created, updated or deleted', async () => {
  const client = lake.client();
  await client.create({ _id: 'drafts.a', _type: 'note', title: 'Draft' });
  await client.create({ _id: 'other', _type: 'else' });
  await client.create({ _id: 'a', _type: 'note', title: 'One' });
  await client.patch('a').set({ title: 'Two' }).commit();
  await client.delete('a');
  await until(() => received.length === 3);
  expect(received.map(({ body }) => body)).toEqual([
    { before: null, after: { _id: 'a', title: 'One' } },
    { before: { _id: 'a', title: 'One' }, after: { _id: 'a', title: 'Two' } },
    { before: { _id: 'a', title: 'Two' }, after: null },
  ]);
});

test('a message has a signature that @sanity/webhook verifies, and headers about the change', async () => {
  await lake.client().create({ _id: 'a', _type: 'note' });
  await until(() => received.length === 1);
  const { text = '', headers = {} }: Partial<Received> = received[0] ?? {};
  expect(await isValidSignature(text, String(headers[SIGNATURE_HEADER_NAME]), secret)).toBe(true);
  expect(await isValidSignature(`${text} `, String(headers[SIGNATURE_HEADER_NAME]), secret)).toBe(false);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'sanity-project-id': 'bodytext',
    'sanity-dataset': 'production',
    'sanity-document-id': 'a',
    'sanity-operation': 'create',
    'sanity-webhook-id': 'site',
    'sanity-transaction-id': lake.lake.main.store.log.list({})[0]?.id,
    'sanity-transaction-time': expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

test('a message is delivered before the mutation is answered', async () => {
  const client = lake.client();
  await writeWithoutTimeout(() => client.create({ _id: 'a', _type: 'note' }));
  expect(received).toHaveLength(1);
  await writeWithoutTimeout(() => client.patch('a').set({ title: 'Two' }).commit());
  expect(received).toHaveLength(2);
});

test('a receiver that does not respond delays a mutation by the timeout only', async () => {
  answer = () => new Promise(() => {});
  const started = performance.now();
  await lake.client().create({ _id: 'a', _type: 'note' });
  // The writer waits 250 ms, and longer on a busy machine; the receiver has 30 s to respond.
  expect(performance.now() - started).toBeLessThan(20_000);
  expect(await lake.client().getDocument('a')).toMatchObject({ _id: 'a' });
});

test('a message is retried until it is delivered, in order for each document, also after a restart', async () => {
  answer = () => 503;
  const client = lake.client();
  await client.create({ _id: 'a', _type: 'note', title: 'One' });
  await client.patch('a').set({ title: 'Two' }).commit();
  await client.patch('a').set({ title: 'Three' }).commit();
  lake = await lake.restart();
  expect(received).toEqual([]);
  answer = () => 200;
  await until(() => received.length === 3);
  expect(received.map(({ body }) => body.after)).toMatchObject([
    { title: 'One' },
    { title: 'Two' },
    { title: 'Three' },
  ]);
});

test('a document that is published after an import is delivered before the rest of the import', async () => {
  answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return 200;
  };
  const client = lake.client();
  const imported = client.transaction();
  for (let n = 0; n < 400; n += 1) imported.create({ _id: `imported-${n}`, _type: 'note' });
  await imported.commit();
  await writeWithoutTimeout(() => client.create({ _id: 'published', _type: 'note' }));
  expect(received.map(({ body }) => body.after)).toContainEqual({ _id: 'published', title: null });
  expect(received.length).toBeLessThan(400);
  await until(() => received.length === 401);
});

test('when a receiver is back, a new change of a document is delivered at once, after its missed changes', async () => {
  const closed = await closeReceiver();
  const client = lake.client();
  await client.create({ _id: 'a', _type: 'note', title: 'One' });
  await client.patch('a').set({ title: 'Two' }).commit();
  await client.patch('a').set({ title: 'Three' }).commit();
  await closed.open();
  await writeWithoutTimeout(() => client.patch('a').set({ title: 'Four' }).commit());
  const titles = ['One', 'Two', 'Three', 'Four'];
  expect(received.map(({ body }) => body.after)).toEqual(titles.map((title) => ({ _id: 'a', title })));
});

test('when a receiver is back, the first delivery makes all postponed ones due', async () => {
  const closed = await closeReceiver();
  const client = lake.client();
  // Each change retries the postponed message, and so doubles its backoff.
  for (let n = 0; n < 8; n += 1) await client.createOrReplace({ _id: 'a', _type: 'note', title: `${n}` });
  await closed.open();
  await client.create({ _id: 'b', _type: 'note' });
  await until(() => received.length === 9);
});

test('a failed delivery of one document does not delay another’s', async () => {
  answer = (body) => (body.includes('"bad"') ? 500 : 200);
  const client = lake.client();
  await client.create({ _id: 'bad', _type: 'note' });
  await client.create({ _id: 'good', _type: 'note' });
  await until(() => received.length === 1);
  expect(received[0]?.body.after).toMatchObject({ _id: 'good' });
});

/** Closes the receiver’s port until it is opened again. */
async function closeReceiver(): Promise<{ open(): Promise<void> }> {
  const address = receiver.address();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  return {
    open: () =>
      new Promise((resolve) => {
        receiver.listen(address, resolve);
      }),
  };
}

test('a database that is locked by another process stops neither the lake nor the deliveries', async () => {
  const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const other = new DatabaseSync(join(lake.dataDir, 'lake.sqlite'));
  answer = () => {
    // Locks the database after the message is sent and before that is recorded.
    if (received.length === 0) other.exec('BEGIN IMMEDIATE');
    return 200;
  };
  await lake.client().create({ _id: 'a', _type: 'note', title: 'One' });
  await until(() => logged.mock.calls.length > 0);
  expect(String(logged.mock.calls[0])).toContain('Telling webhooks failed; the lake tries again.');
  answer = () => 200;
  other.exec('ROLLBACK');
  other.close();
  // Sent again with the same idempotency key, since the attempt could not be recorded.
  await until(() => received.length >= 2, 20_000);
  expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(await lake.client().getDocument('a')).toMatchObject({ title: 'One' });
  logged.mockRestore();
}, 40_000);
