import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { z } from 'zod';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
let token: string;
beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client();
  token = lake.lake.people.createToken('administrator', 'Test');
});
afterAll(() => lake.stop());

const answer = z.object({ status: z.number(), body: z.looseObject({ results: z.array(z.unknown()).optional() }) });

async function post(body: string | object, query = ''): Promise<z.output<typeof answer>> {
  const response = await fetch(`${lake.url}/v2025-02-19/data/mutate/production${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return answer.parse({ status: response.status, body: await response.json() });
}

const note = (_id: string, more = {}) => ({ create: { _id, _type: 'note', ...more } });

describe('the response', () => {
  test('names the operation of each result', async () => {
    const mutations = [
      note('o1'),
      { createOrReplace: { _id: 'o1', _type: 'note' } },
      { createIfNotExists: { _id: 'o1', _type: 'note' } },
      { patch: { id: 'o1', set: { n: 1 } } },
      { delete: { id: 'o1' } },
      { delete: { id: 'o1' } },
    ];
    const { body } = await post({ mutations }, '?returnIds=true');
    expect(body.results).toEqual(
      ['create', 'update', 'none', 'update', 'delete', 'none'].map((operation) => ({ id: 'o1', operation })),
    );
    expect((await post({ mutations: [note('o2')] })).body.results).toEqual([]);
  });

  test('the transaction’s id may be in the query string or the body; a duplicate is refused', async () => {
    expect((await post({ mutations: [note('t1')] }, '?transactionId=first')).body.transactionId).toBe('first');
    expect((await post({ mutations: [note('t2')], transactionId: 'second' })).body.transactionId).toBe('second');
    expect(await post({ mutations: [note('t3')] }, '?transactionId=first')).toMatchObject({
      status: 409,
      body: { error: { type: 'transactionAlreadyExistsError' } },
    });
    expect((await post({ mutations: [note('t3')] }, '?transactionId=a%20b')).status).toBe(400);
  });

  test('a dry run may be requested in the query string or the body', async () => {
    await post({ mutations: [note('dry-1')] }, '?dryRun=true');
    await post({ mutations: [note('dry-2')], dryRun: true });
    expect(await client.fetch('count(*[_id in ["dry-1", "dry-2"]])')).toBe(0);
  });

  test.each(['sync', 'async', 'deferred'] as const)(
    'visibility %s: what was written can be read at once',
    async (visibility) => {
      await client.create({ _id: `seen-${visibility}`, _type: 'note' }, { visibility });
      expect(await client.fetch('count(*[_id == $id])', { id: `seen-${visibility}` })).toBe(1);
    },
  );

  test('an unknown visibility is refused', async () => {
    expect((await post({ mutations: [] }, '?visibility=never')).status).toBe(400);
  });
});

describe('keys for lists', () => {
  test('objects in lists get a key where they have none, in new documents and in patches', async () => {
    const options = { autoGenerateArrayKeys: true };
    const list = [{ v: 1 }, { _key: 'mine', v: 2 }, 'text', { inner: [{ v: 3 }] }];
    await client.create({ _id: 'keyed', _type: 'note', list }, options);
    const patch = client.patch('keyed').set({ other: [{ v: 4 }], 'list[0]': { v: 9 } });
    const stored = await patch.append('list', [{ v: 5 }]).commit(options);
    const key = expect.stringMatching(/^[0-9a-f]{12}$/);
    expect(stored).toMatchObject({
      list: [{ _key: key, v: 9 }, { _key: 'mine' }, 'text', { _key: key, inner: [{ _key: key }] }, { _key: key, v: 5 }],
      other: [{ _key: key }],
    });
  });

  test('without the option, no key is added', async () => {
    expect(await client.create({ _id: 'unkeyed', _type: 'note', list: [{ v: 1 }] })).toMatchObject({
      list: [{ v: 1 }],
    });
    expect((await client.getDocument('unkeyed'))?.list).toEqual([{ v: 1 }]);
  });
});

describe('types and purging', () => {
  test('a document with references to it can’t become another type', async () => {
    await client.create({ _id: 'target', _type: 'note' });
    await client.create({ _id: 'referrer', _type: 'note', to: { _type: 'reference', _ref: 'target' } });
    const failure = await failureOf(client.createOrReplace({ _id: 'target', _type: 'other' }));
    expect(failure).toMatchObject({
      statusCode: 409,
      details: { items: [{ error: { type: 'documentHasExistingReferencesError', referencingIDs: ['referrer'] } }] },
    });
    await client.delete('referrer');
    expect(await client.createOrReplace({ _id: 'target', _type: 'other' })).toMatchObject({ _type: 'other' });
  });

  test('purging deletes the history of a document; deleting keeps it', async () => {
    for (const id of ['deleted', 'purged']) await client.create({ _id: id, _type: 'note', secret: 'whisper' });
    await post({ mutations: [{ delete: { id: 'deleted' } }, { delete: { id: 'purged', purge: true } }] });
    const { database } = lake.lake.main.store;
    const count = database.prepare(
      'SELECT count(*) AS n FROM effects WHERE document_id = ? AND (mutations || apply || revert) LIKE ?',
    );
    expect(count.get('deleted', '%whisper%')?.n).toBe(2);
    expect(count.get('purged', '%whisper%')?.n).toBe(0);
    await client.create({ _id: 'purged', _type: 'note' });
  });
});

describe('invalid requests are refused with 4xx and a message', () => {
  const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
  test.each([
    ['no JSON', '{', 400],
    ['no object', '[]', 400],
    ['no mutations', '{}', 400],
    ['an unknown mutation', { mutations: [{ destroy: {} }] }, 400],
    ['two in one', { mutations: [{ ...note('x'), delete: { id: 'x' } }] }, 400],
    ['no _type', { mutations: [{ create: { _id: 'x' } }] }, 400],
    ['no selection', { mutations: [{ patch: { set: { n: 1 } } }] }, 400],
    ['a patch of a wrong id', { mutations: [{ patch: { id: '../x', set: {} } }] }, 400],
    [
      'two places to insert',
      { mutations: [{ patch: { id: 'x', insert: { before: 'a', after: 'a', items: [] } } }] },
      400,
    ],
    ['a wrong query', { mutations: [{ delete: { query: '*[' } }] }, 400],
    ['content too deep', `{"mutations":[{"create":{"_type":"note","deep":${deep}}}]}`, 400],
    ['too many mutations', { mutations: Array.from({ length: 10_001 }, () => ({ delete: { id: 'x' } })) }, 400],
    ['too many queries', { mutations: Array.from({ length: 101 }, () => ({ delete: { query: '*[false]' } })) }, 400],
    ['too many values', { mutations: [note('wide', { list: Array.from({ length: 500_001 }, () => 1) })] }, 400],
    ['too large a body', JSON.stringify({ mutations: [note('large', { text: 'x'.repeat(4_000_000) })] }), 413],
    ['a number too large', '{"mutations":[{"create":{"_type":"note","n":1e999}}]}', 400],
  ])('%s', async (_, body, status) => {
    const answered = await post(body);
    expect(answered.status).toBe(status);
    expect(JSON.stringify(answered.body)).toMatch(/\w+ \w+/);
  });

  test.each([
    ['mutations[1].create._type', { create: { _id: 'x' } }],
    ['A patch has no operator “increase”.', { patch: { id: 'fine', set: { n: 1 }, increase: { n: 1 } } }],
    ['mutations[1].patch.unset', { patch: { id: 'fine', unset: 'n' } }],
    ['Say which documents by “id” or by “query”.', { patch: { set: { n: 1 } } }],
  ])('the message says where and what: %s', async (sentence, wrong) => {
    const { body } = await post({ mutations: [note('fine'), wrong] });
    expect(body.message).toContain(sentence);
  });

  test('an error names the mutation that failed, as the client reads it', async () => {
    const failure = await failureOf(
      client
        .transaction()
        .create({ _id: 'e1', _type: 'note' })
        .patch('e1', { inc: { missing: 1 } })
        .commit(),
    );
    expect(failure).toMatchObject({
      statusCode: 400,
      details: { type: 'mutationError', items: [{ error: { type: 'patchError', id: 'e1' }, index: 1 }] },
    });
    expect(failure.message).toContain('nothing can be added');
    expect(await failureOf(client.patch('nobody').set({ n: 1 }).commit())).toMatchObject({
      statusCode: 404,
      details: { items: [{ error: { type: 'documentNotFoundError', id: 'nobody' }, index: 0 }] },
    });
  });
});
