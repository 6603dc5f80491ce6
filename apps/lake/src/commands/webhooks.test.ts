import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { isValidSignature } from '@sanity/webhook';
import { readEnvironment } from '../environment.ts';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { type Receiver, startReceiver } from '../webhooks/receiver.fixture.ts';
import { addWebhook, listDeliveries, listWebhooks, removeWebhook, retryDelivery } from './webhooks.ts';

let lake: TestLake;
let receiver: Receiver;
let output: string[];
beforeEach(async () => {
  receiver = await startReceiver();
  lake = await startTestLake();
  output = [];
  jest.spyOn(console, 'log').mockImplementation((...words) => void output.push(words.join(' ')));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await lake.stop();
  receiver.close();
});

const environment = () => readEnvironment({ DATA_DIR: lake.dataDir });
const lastWord = () => output.join(' ').trim().split(/\s/).at(-1) ?? '';

test('webhooks are managed while the lake runs, without a restart', async () => {
  await addWebhook(environment(), {
    name: 'Index',
    url: receiver.url,
    on: 'create, delete',
    filter: '_type == "note"',
    projection: '{_id}',
    header: ['Authorization: Bearer index'],
    secret: 'a secret',
  });
  const id = lastWord();
  await listWebhooks(environment());
  expect(output.at(-1)).toBe(`${id}  Index: POST ${receiver.url} on create, delete in production`);

  await lake.client().create({ _id: 'a', _type: 'note' });
  await until(() => receiver.received.length === 1);
  const [message] = receiver.received;
  expect(message?.headers.authorization).toBe('Bearer index');
  expect(
    await isValidSignature(message?.text ?? '', String(message?.headers['sanity-webhook-signature']), 'a secret'),
  ).toBe(true);

  const deliveries = async () => {
    output = [];
    await listDeliveries(environment(), id);
    return output.join('\n');
  };
  await until(async () => (await deliveries()).includes('create a: success, last answer 200'));
  expect(await deliveries()).not.toContain('secret');
  await retryDelivery(environment(), (await deliveries()).split(' ')[0], {});
  await until(() => receiver.received.length === 2);
  expect(receiver.received[1]?.headers['idempotency-key']).toBe(message?.headers['idempotency-key']);

  await removeWebhook(environment(), id);
  output = [];
  await listWebhooks(environment());
  expect(output).toEqual([]);
  // The removed hook has received nothing by the time that another one has.
  const other = await startReceiver();
  await addWebhook(environment(), { name: 'Other', url: other.url, filter: '_type == "note"' });
  await lake.client().create({ _id: 'b', _type: 'note' });
  await until(() => other.received.length === 1);
  other.close();
  expect(receiver.received).toHaveLength(2);
});

test('invalid options are refused with a message', async () => {
  const add = (more: object) =>
    Promise.resolve().then(() => addWebhook(environment(), { name: 'Index', url: receiver.url, ...more }));
  await expect(add({ url: undefined })).rejects.toThrow('Say which webhook');
  await expect(add({ url: 'file:///etc/passwd' })).rejects.toThrow('http://');
  await expect(add({ on: 'publish' })).rejects.toThrow('not valid');
  await expect(add({ header: ['no colon'] })).rejects.toThrow('The header');
  await expect(add({ filter: '_type ==' })).rejects.toThrow('GROQ');
  await expect(add({ dataset: 'elsewhere' })).rejects.toThrow('no dataset');
  await expect(removeWebhook(environment(), 'none')).rejects.toThrow('no webhook');
  await expect(retryDelivery(environment(), '7', {})).rejects.toThrow('no delivery');
});
