import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client();
});
afterAll(() => lake.stop());

describe('mutations', () => {
  test('a document is created, patched and deleted', async () => {
    const created = await client.create({ _id: 'a', _type: 'note', count: 1, list: [{ _key: 'x', v: 1 }] });
    expect(created).toMatchObject({ _id: 'a', count: 1, _createdAt: created._updatedAt });
    const patched = await client
      .patch('a')
      .inc({ count: 2 })
      .append('list', [{ _key: 'y', v: 2 }])
      .commit();
    expect(patched).toMatchObject({ count: 3, list: [{ _key: 'x' }, { _key: 'y' }], _createdAt: created._createdAt });
    expect(patched._rev).not.toBe(created._rev);
    await client.delete('a');
    expect(await client.getDocument('a')).toBeUndefined();
  });

  test('the revision is the transaction’s id, also one that the client set', async () => {
    const answer = await client.mutate([{ create: { _id: 'chosen', _type: 'note' } }], {
      transactionId: 'my-transaction',
      returnDocuments: false,
    });
    expect(answer.transactionId).toBe('my-transaction');
    expect(await client.getDocument('chosen')).toMatchObject({ _rev: 'my-transaction' });
  });

  test('a duplicate id is refused with 409, and createIfNotExists does not change the document', async () => {
    await client.create({ _id: 'taken', _type: 'note', n: 1 });
    expect(await failureOf(client.create({ _id: 'taken', _type: 'note' }))).toMatchObject({
      statusCode: 409,
      details: {
        type: 'mutationError',
        items: [{ error: { type: 'documentAlreadyExistsError', id: 'taken' }, index: 0 }],
      },
    });
    expect(await client.createIfNotExists({ _id: 'taken', _type: 'note', n: 2 })).toMatchObject({ n: 1 });
  });

  test('of two writers with the same revision, one wins and the other gets 409', async () => {
    const { _rev } = await client.create({ _id: 'race', _type: 'note' });
    const writes = [1, 2].map((n) => client.patch('race').ifRevisionId(_rev).set({ n }).commit());
    const settled = await Promise.allSettled(writes);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = settled.find((result) => result.status === 'rejected');
    expect(lost).toMatchObject({ reason: { statusCode: 409 } });
  });

  test('a transaction with a failed mutation writes nothing', async () => {
    const transaction = client
      .transaction()
      .create({ _id: 'half', _type: 'note' })
      .patch('missing', { set: { n: 1 } });
    expect(await failureOf(transaction.commit())).toMatchObject({ statusCode: 404 });
    expect(await client.getDocument('half')).toBeUndefined();
  });

  test('a dry run gets the same response and writes nothing', async () => {
    const answer = await client.create({ _id: 'dry', _type: 'note' }, { dryRun: true });
    expect(answer).toMatchObject({ _id: 'dry' });
    expect(await client.getDocument('dry')).toBeUndefined();
  });

  test('a patch of list[].field changes the field in every item', async () => {
    await client.create({
      _id: 'every',
      _type: 'note',
      list: [
        { _key: 'a', v: { n: 1 } },
        { _key: 'b', v: { n: 2 } },
      ],
    });
    expect(await client.patch('every').set({ 'list[].v.n': 9 }).commit()).toMatchObject({
      list: [{ v: { n: 9 } }, { v: { n: 9 } }],
    });
  });

  test('patch and delete by query change the selected documents', async () => {
    await client.mutate([1, 2, 3].map((n) => ({ create: { _id: `q${n}`, _type: 'queried', n } })));
    await client
      .patch({ query: '*[_type == "queried" && n > $n]', params: { n: 1 } })
      .set({ seen: true })
      .commit();
    expect(await client.fetch('*[_type == "queried" && seen]._id')).toEqual(['q2', 'q3']);
    await client.delete({ query: '*[_type == "queried"]' });
    expect(await client.fetch('count(*[_type == "queried"])')).toBe(0);
  });

  test('a query in a transaction sees its earlier mutations', async () => {
    await client.mutate([{ create: { _id: 'seen-1', _type: 'fresh' } }, { delete: { query: '*[_type == "fresh"]' } }]);
    expect(await client.getDocument('seen-1')).toBeUndefined();
  });

  test('field names that JavaScript objects have themselves are refused', async () => {
    for (const name of ['__proto__', 'hasOwnProperty', 'constructor', 'prototype', 'toJSON']) {
      const document = JSON.parse(`{"_id":"evil","_type":"note","deep":[{"${name}":1}]}`);
      expect(await failureOf(client.create(document))).toMatchObject({ statusCode: 400 });
    }
  });

  test('an id with path characters, or too long, is refused', async () => {
    for (const _id of ['../x', 'a b', '-a', 'x'.repeat(200), 'a/b']) {
      expect(await failureOf(client.create({ _id, _type: 'note' }))).toMatchObject({ statusCode: 400 });
    }
  });
});

describe('references', () => {
  const reference = (_ref: string, more = {}) => ({ _type: 'reference', _ref, ...more });

  test('the target of a strong one can’t be deleted', async () => {
    await client.create({ _id: 'target', _type: 'note' });
    await client.create({ _id: 'referrer', _type: 'note', to: reference('target') });
    expect(await failureOf(client.delete('target'))).toMatchObject({
      statusCode: 409,
      details: {
        items: [{ error: { type: 'documentHasExistingReferencesError', id: 'target', referencingIDs: ['referrer'] } }],
      },
    });
    expect(await client.getDocument('target')).toBeDefined();
  });

  test('both ends can be deleted in one transaction, in any order', async () => {
    await client.create({ _id: 'end-1', _type: 'note' });
    await client.create({ _id: 'end-2', _type: 'note', to: reference('end-1') });
    await client.transaction().delete('end-1').delete('end-2').commit();
    expect(await client.getDocument('end-1')).toBeUndefined();
  });

  test('the target of a weak one may be deleted or missing', async () => {
    await client.create({ _id: 'weak', _type: 'note', to: reference('nowhere', { _weak: true }) });
    await client.create({ _id: 'weak-target', _type: 'note' });
    await client.create({ _id: 'weak-2', _type: 'note', to: reference('weak-target', { _weak: true }) });
    await client.delete('weak-target');
    expect(await client.fetch('*[_id == "weak-2"][0].to->_id')).toBeNull();
  });

  test('a strong one to a missing document is refused', async () => {
    expect(await failureOf(client.create({ _type: 'note', to: reference('nowhere') }))).toMatchObject({
      statusCode: 409,
    });
  });
});
