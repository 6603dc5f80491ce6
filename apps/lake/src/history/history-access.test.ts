import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

/** A marketer reads notes that are not secret, and of their history only what is not secret either. */
const roles = {
  marketer: {
    grants: [{ filter: '_type == "note" && secret != true', permissions: ['read' as const, 'history' as const] }],
  },
  viewer: { grants: [{ filter: '_id in path("**")', permissions: ['read' as const] }] },
};

let lake: TestLake;
let chief: SanityClient;
let marketer: SanityClient;
beforeAll(async () => {
  lake = await startTestLake({ plugin: { roles } });
  chief = lake.client('administrator');
  marketer = lake.client('marketer');
});
afterAll(() => lake.stop());

const history = (client: SanityClient, path: string): Promise<unknown> =>
  client.request({ url: `/data/history/production/${path}` });

async function lines(client: SanityClient, path: string): Promise<{ id: string; author: string }[]> {
  const url = `${lake.url}/v2025-02-19/data/history/production/transactions/${path}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${client.config().token}` } });
  return (await answer.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe('history', () => {
  test('tells nothing of a document while it was secret, whichever way it is asked', async () => {
    const ids = ['gone', 'now', 'once'];
    await chief.create({ _id: 'gone', _type: 'note', secret: true, word: 'xyzzy' });
    await chief.delete('gone');
    await chief.create({ _id: 'now', _type: 'note', word: 'open' });
    await chief.patch('now').set({ secret: true, word: 'xyzzy' }).commit();
    const secretRevision = await chief.create({ _id: 'once', _type: 'note', secret: true, word: 'xyzzy' });
    await chief.patch('once').set({ secret: false, word: 'open' }).commit();
    const open = await chief.patch('once').set({ word: 'wide open' }).commit();
    const answers = [
      await lines(marketer, `${ids.join(',')}?effectFormat=mendoza`),
      await lines(marketer, `${ids.join(',')}?effectFormat=mendoza&includeIdentifiedDocumentsOnly=true`),
      await history(marketer, `documents/${ids.join(',')}?lastRevision=true`),
      await history(marketer, `documents/${ids.join(',')}?revision=${secretRevision._rev}`),
      await history(marketer, 'events/documents/gone'),
      await history(marketer, 'events/documents/now'),
    ];
    for (const answer of answers) expect(JSON.stringify(answer)).not.toContain('xyzzy');
    expect((await lines(marketer, 'once')).map(({ id }) => id)).toEqual([open._rev]);
    expect(await history(marketer, 'events/documents/gone')).toMatchObject({ events: { gone: [] } });
    expect(JSON.stringify(await history(chief, `documents/gone?lastRevision=true`))).toContain('xyzzy');
  });

  test('is for those only who may read history, not for all who may read', async () => {
    await chief.create({ _id: 'plain', _type: 'note' });
    const viewer = lake.client('viewer');
    expect(await viewer.getDocument('plain')).toBeDefined();
    expect(await history(viewer, 'documents/plain?lastRevision=true')).toEqual({ documents: [] });
    expect(await lines(viewer, 'plain')).toEqual([]);
    expect(await failureOf(history(lake.anonymous(), 'documents/plain'))).toMatchObject({ statusCode: 401 });
  });

  test('of one document is given by author and by time', async () => {
    const other = lake.client('editor');
    const first = await chief.create({ _id: 'shared', _type: 'note' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await other.patch('shared').set({ n: 1 }).commit();
    const third = await chief.patch('shared').set({ n: 2 }).commit();
    const [, { author } = { author: '' }] = await lines(chief, 'shared');
    const ids = async (asked: string) => (await lines(chief, `shared?${asked}`)).map(({ id }) => id);
    expect(await ids(`authors=${author}`)).toEqual([second._rev]);
    expect(await ids(`toTime=${first._updatedAt}`)).toEqual([first._rev]);
    expect(await ids(`fromTime=${second._updatedAt}&reverse=true`)).toEqual([third._rev, second._rev]);
    expect((await lines(chief, 'shared?fromTime=yesterday'))[0]).toMatchObject({ statusCode: 400 });
  });
});
