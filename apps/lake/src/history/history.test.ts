import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient, SanityDocument } from '@sanity/client';
import fc from 'fast-check';
import { applyPatch } from 'mendoza';
import { startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client('editor');
});
afterAll(() => lake.stop());

type Line = {
  id: string;
  author: string;
  mutations?: unknown[];
  effects: Record<string, { apply: unknown[]; revert: unknown[] }>;
};

async function transactions(ids: string, parameters = ''): Promise<Line[]> {
  const { token } = client.config();
  const url = `${lake.url}/v2025-02-19/data/history/production/transactions/${ids}?effectFormat=mendoza&excludeContent=true${parameters}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function at(id: string, moment: string): Promise<SanityDocument | undefined> {
  const { documents } = await client.request({ url: `/data/history/production/documents/${id}?${moment}` });
  return documents[0];
}

async function events(
  id: string,
): Promise<{ type: string; versionId?: string; versionRevisionId?: string; revisionId?: string }[]> {
  const answer = await client.request({ url: `/data/history/production/events/documents/${id}?limit=100` });
  return answer.events[id];
}

describe('history', () => {
  test('a document can be read as it was at every revision and time, also after it was deleted', async () => {
    const first = await client.create({ _id: 'a', _type: 'note', text: 'one' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await client
      .patch('a')
      .set({ text: 'two', more: [1] })
      .commit();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await client.delete('a');
    expect(await at('a', `revision=${first._rev}`)).toEqual(first);
    expect(await at('a', `revision=${second._rev}`)).toEqual(second);
    expect(await at('a', `time=${first._updatedAt}`)).toEqual(first);
    expect(await at('a', 'lastRevision=true')).toEqual(second);
    expect(await at('a', `time=${new Date().toISOString()}`)).toBeUndefined();
  });

  test('replaying the effects gives every revision', async () => {
    const text = fc.oneof(fc.constantFrom('', 'Rücken', 'back pain', '😀é'), fc.string({ maxLength: 5 }));
    const item = fc.record({ _key: fc.constantFrom('a', 'b', 'c'), text });
    const content = fc.record({
      title: text,
      list: fc.uniqueArray(item, { selector: ({ _key }) => _key }),
      nested: fc.record({ text }),
    });
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.array(content, { minLength: 1, maxLength: 5 }), async (_id, contents) => {
        const written: SanityDocument[] = [];
        for (const fields of contents) written.push(await client.createOrReplace({ _id, _type: 'note', ...fields }));
        let replayed: unknown = null;
        const lines = await transactions(_id);
        lines.forEach(({ effects, id }, index) => {
          replayed = applyPatch(replayed, effects[_id]?.apply ?? []);
          const { _rev, ...expected } = written[index] ?? { _rev: '' };
          expect(replayed).toEqual(expected);
          expect(id).toBe(_rev);
        });
        expect(lines).toHaveLength(contents.length);
      }),
      { numRuns: 25 },
    );
  }, 20_000);

  test('transactions are listed from one revision to another, in either order', async () => {
    await client.create({ _id: 'b', _type: 'note' });
    const revisions: string[] = [];
    for (const n of [1, 2, 3, 4]) revisions.push((await client.patch('b').set({ n }).commit())._rev);
    const [, second, third] = revisions;
    const ids = async (parameters: string) => (await transactions('b', parameters)).map(({ id }) => id);
    expect(await ids(`&fromTransaction=${second}&toTransaction=${third}`)).toEqual([second, third]);
    expect(await ids('&fromTransaction=&reverse=true&limit=2')).toEqual([revisions[3], third]);
    expect((await transactions('b'))[0]).not.toHaveProperty('mutations');
  });

  test('events list drafts, publishing, unpublishing and deleting', async () => {
    const ids = { draftId: 'drafts.c', publishedId: 'c' };
    await client.create({ _id: 'drafts.c', _type: 'note' });
    const edited = await client.patch('drafts.c').set({ n: 1 }).commit();
    const published = await client.action({ actionType: 'sanity.action.document.publish', ...ids });
    await client.action({ actionType: 'sanity.action.document.unpublish', ...ids });
    await client.action({ actionType: 'sanity.action.document.version.discard', versionId: 'drafts.c' });
    expect(await events('drafts.c')).toMatchObject([
      { type: 'deleteDocumentVersion', versionId: 'drafts.c' },
      { type: 'unpublishDocument', versionId: 'drafts.c' },
      { type: 'publishDocumentVersion', revisionId: published.transactionId, versionRevisionId: edited._rev },
      { type: 'createDocumentVersion', versionId: 'drafts.c' },
    ]);
  });

  test('a draft can be reverted to a published revision from before there was a draft', async () => {
    const imported = await client.create({ _id: 'd', _type: 'note', text: 'imported' });
    await client.create({ _id: 'drafts.d', _type: 'note', text: 'edited' });
    expect(await at('drafts.d', `revision=${imported._rev}`)).toEqual({ ...imported, _id: 'drafts.d' });
  });
});
