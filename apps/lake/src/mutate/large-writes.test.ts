import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
beforeAll(async () => {
  lake = await startTestLake({
    plugin: { onCommit: (changes) => changes.flatMap(({ after }) => (after?._id === 'too-long' ? [tooLong] : [])) },
  });
  client = lake.client();
});
afterAll(() => lake.stop());

const tooLong = { createOrReplace: { _id: 'x'.repeat(129), _type: 'note' } };
const note = (_id: string, more = {}) => ({ _id, _type: 'note', ...more });
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const differentWords = (count: number): string =>
  numbers(count)
    .map((n) => `w${n.toString(36)}`)
    .join(' ');

describe('what one request may write', () => {
  test.each([
    ['a word of a million letters', () => note('word', { text: 'a'.repeat(1_000_000) })],
    ['many different words', () => note('words', { text: differentWords(29_000) })],
    ['a list of thirty thousand items', () => note('list', { list: numbers(30_000) })],
    ['thousands of names', () => note('names', Object.fromEntries(numbers(7_000).map((n) => [`n${n}`, n])))],
  ])('%s', async (_, document) => {
    const stored = document();
    expect(await client.createOrReplace(stored)).toMatchObject(stored);
    expect(await client.fetch('count(*[_id == $id && text match "nothing"])', { id: stored._id })).toBe(0);
  });

  test('changes of a large document are stored, wherever they are', async () => {
    const wide = Object.fromEntries(numbers(7_900).map((n) => [`n${n}`, n]));
    const other = Object.fromEntries(numbers(7_900).map((n) => [`n${n}`, n + 1]));
    await client.createOrReplace(note('changes', { list: [{ _key: 'a', wide }] }));
    const changed = note('changes', { list: [{ _key: 'a', wide: other }, ...numbers(20_000)] });
    expect(await client.createOrReplace(changed)).toMatchObject(changed);
    const patch = client.patch('changes').unset(['list[1:15000]']);
    expect(await patch.commit()).toMatchObject({ list: [{ _key: 'a' }, ...numbers(20_000).slice(14_999)] });
  });

  test('many items are inserted into a list at once', async () => {
    await client.createOrReplace(note('items', { list: [0] }));
    const { list } = await client.patch('items').append('list', numbers(40_000)).commit();
    expect(list).toHaveLength(40_001);
  });
});

test('a thousand patches of a long list, one after the other in one request', async () => {
  await client.createOrReplace(note('often', { list: numbers(30_000) }));
  const patches = numbers(1_000).map((n) => ({ patch: { id: 'often', set: { 'list[0]': n + 1 } } }));
  await client.mutate(patches);
  expect(await client.fetch('*[_id == "often"][0]{"first": list[0], "second": list[1]}')).toEqual({
    first: 1_000,
    second: 1,
  });
});

describe('requests over a limit are refused with a message', () => {
  test.each([
    ['too many different words', () => note('x', { text: differentWords(31_000) }), /30000 different words/],
    [
      'too many names',
      () => note('x', Object.fromEntries(numbers(8_001).map((n) => [`n${n}`, n]))),
      /8000 different names/,
    ],
    ['too many values', () => note('x', { list: numbers(200_001) }), /200000 values|Large transactions/],
  ])('%s', async (_, document, sentence) => {
    const failure = await failureOf(client.createOrReplace(document()));
    expect(failure.statusCode).toBe(400);
    expect(failure.message).toMatch(sentence);
  });

  test('a large transaction soon after another is refused, a small one is not', async () => {
    const create = (from: number, count: number) =>
      numbers(count).reduce(
        (transaction, n) => transaction.createOrReplace({ _id: `many-${from + n}`, _type: 'many' }),
        client.transaction(),
      );
    await create(0, 3_000).commit();
    const failure = await failureOf(create(0, 3_000).commit());
    expect(failure.statusCode).toBe(429);
    expect(failure.message).toMatch(/again in \d+ seconds?, or at once in several smaller ones/);
    await create(0, 50).commit();
    // The refused transaction has stored nothing.
    expect(await client.fetch('count(*[_type == "many"])')).toBe(3_000);
  });

  test('an invalid document that the plugin adds is refused with 400, not 500', async () => {
    expect((await failureOf(client.create(note('too-long')))).statusCode).toBe(400);
    expect(await client.getDocument('too-long')).toBeUndefined();
  });

  test('bodies are limited on every path but uploads', async () => {
    const token = lake.lake.people.createToken('viewer', 'Test');
    const put = (body: string | ReadableStream, more = {}) =>
      fetch(`${lake.url}/v1/users/me/keyvalue/x`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}` },
        body,
        ...more,
      }).then(({ status }) => status);
    expect(await put(JSON.stringify({ value: 'x'.repeat(4_000_000) }))).toBe(413);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100_000)) });
    // The lake may close the connection while the body is still sent.
    const answered = await put(endless, { duplex: 'half' }).catch(() => 413);
    expect(answered).toBe(413);
    expect(await put(`[${'[],'.repeat(300_000)}[]]`)).toBe(400);
    expect(await client.assets.upload('file', Buffer.alloc(5_000_000))).toMatchObject({ size: 5_000_000 });
  });
});
