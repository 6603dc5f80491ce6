/** @jest-environment node */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aReadingRoom } from '@bodytext/content/reading.fixture';
import { tagsOfChange } from '@bodytext/content/tags';
import { changedDocument } from '@bodytext/schema/changed-document';
import { aNewsroom, anArticle, aParagraph, aTopic } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { ExpiredTags } from '../cache/expired-tags.ts';
import { Search } from './find.ts';
import { markEnd, markStart } from './marks.ts';
import { SearchIndex } from './search-index.ts';

const section = (heading: string, text: string) => ({ _type: 'section' as const, heading, body: [aParagraph(text)] });

function article(name: string, overrides: Parameters<typeof anArticle>[0] = {}) {
  return anArticle({ _id: `article-${name}`, title: name, slug: { current: name.toLowerCase() }, ...overrides });
}

const inTitle = article('Vertigo', { lead: [aParagraph('The room turns.')] });
const inLead = article('Labyrinthitis', { lead: [aParagraph('It brings vertigo and sickness.')] });
const inBody = article('Migraine', { causes: section('Causes', 'Some people have vertigo before the pain.') });

/** A search over these articles, which a test changes as an editor would. */
function aSearch(documents: object[], folder = mkdtempSync(join(tmpdir(), 'search-'))) {
  const { room, context } = aReadingRoom([
    ...aNewsroom().filter(({ _type }) => _type !== 'article'),
    aTopic(),
    ...documents,
  ]);
  const changes = new ExpiredTags(join(folder, 'expired-tags.ndjson'));
  const search = new Search({ index: new SearchIndex(join(folder, 'search.sqlite')), client: context.client, changes });
  const titles = async (query: string) =>
    (await search.find(query)).hits.map(({ title }) => title.replaceAll(markStart, '').replaceAll(markEnd, ''));
  function change(before: object & { _id?: string }, after: object | null): void {
    room.documents = [...room.documents.filter((one) => one !== before), ...(after ? [after] : [])];
    changes.expire(tagsOfChange(changedDocument.parse(before), after && changedDocument.parse(after)));
  }
  return { search, titles, change, room, folder };
}

test('a word in the title counts more than one in the lead, and that more than one in the body', async () => {
  const { titles } = aSearch([inBody, inLead, inTitle]);
  expect(await titles('vertigo')).toEqual(['Vertigo', 'Labyrinthitis', 'Migraine']);
});

test('all words must be there, the last may be a beginning, and endings don’t matter', async () => {
  const { titles } = aSearch([inBody, inLead, inTitle]);
  expect(await titles('vertigo sick')).toEqual(['Labyrinthitis']);
  expect(await titles('MIGRAINES')).toEqual(['Migraine']);
});

test('a typing error is forgiven, and said', async () => {
  const { search } = aSearch([inBody, inLead, inTitle]);
  const found = await search.find('vertgio');
  expect(found).toMatchObject({ total: 3, corrected: 'vertigo' });
});

test('hits are marked, in the title and in the words around them', async () => {
  const { search } = aSearch([inTitle, inBody]);
  const [first, second] = (await search.find('vertigo')).hits;
  expect(first?.title).toBe(`${markStart}Vertigo${markEnd}`);
  expect(second?.excerpt).toContain(`${markStart}vertigo${markEnd} before the pain`);
});

test('what changed is found by its new words, and no longer by its old ones', async () => {
  const { titles, change } = aSearch([inTitle]);
  expect(await titles('vertigo')).toEqual(['Vertigo']);
  change(inTitle, { ...inTitle, title: 'Dizziness', headline: 'When the room turns' });
  expect(await titles('dizziness')).toEqual(['Dizziness']);
  expect(await titles('vertigo')).toEqual([]);
});

test('a withdrawn article is not found', async () => {
  const { titles, change } = aSearch([inTitle]);
  change(inTitle, { ...inTitle, withdrawal: { withdrawnOn: '2026-04-01', notice: 'A study was retracted.' } });
  expect(await titles('vertigo')).toEqual([]);
});

test('while the lake fails, what was edited is found by its old words', async () => {
  const { titles, change, room } = aSearch([inTitle, inBody]);
  expect(await titles('vertigo')).toHaveLength(2);
  room.fails = true;
  change(inTitle, { ...inTitle, title: 'Dizziness' });
  expect(await titles('vertigo')).toEqual(['Vertigo', 'Migraine']);
});

test('while the lake fails, what was taken away is not found, nor what was below a topic that was', async () => {
  const { titles, change, room } = aSearch([inTitle, inBody]);
  expect(await titles('vertigo')).toHaveLength(2);
  room.fails = true;
  const topic = room.documents.find((document) => '_type' in document && document._type === 'topic');
  if (!topic) throw new Error('There is no topic.');
  change(topic, null);
  expect(await titles('vertigo')).toEqual([]);
});

test('while the lake fails, what is known is found, but not what was taken away', async () => {
  const { titles, change, room, folder } = aSearch([inTitle, inBody]);
  expect(await titles('vertigo')).toHaveLength(2);
  room.fails = true;
  change(inTitle, null);
  expect(await titles('vertigo')).toEqual(['Migraine']);
  const restarted = aSearch([], folder);
  restarted.room.fails = true;
  expect(await restarted.titles('vertigo')).toEqual(['Migraine']);
});

test('a topic’s new address is in the results', async () => {
  const { search, change, room } = aSearch([inTitle]);
  await search.find('vertigo');
  const topic = room.documents.find((document) => '_id' in document && document._id === 'topic-back-pain');
  if (!topic) throw new Error('There is no topic.');
  room.documents = room.documents.filter((document) => !('_id' in document && document._id === 'topic-back-pain'));
  change(topic, aTopic({ slug: { current: 'spine' } }));
  expect((await search.find('vertigo')).hits[0]?.path).toBe('/spine/vertigo');
});

test.each(['"', '"x XOR * "', 'title:x', 'x NEAR(y z)', ')', '\u0000', '-', '', ' '.repeat(300), 'ы'.repeat(500)])(
  'whatever is typed is words, not operators: %j',
  async (query) => {
    const { search } = aSearch([inTitle]);
    await expect(search.find(query)).resolves.toMatchObject({ total: 0 });
  },
);

test('lists of all articles have each as it is now, and in an outage as it was, but what was taken away', async () => {
  const { search, change, room } = aSearch([inTitle, inLead]);
  const titles = async () => {
    const { articles, stale } = await search.everyArticle();
    return { titles: z.array(z.object({ title: z.string() })).parse(articles), stale };
  };
  expect(await titles()).toEqual({ titles: [{ title: 'Labyrinthitis' }, { title: 'Vertigo' }], stale: false });
  const renamed = { ...inTitle, title: 'Spinning' };
  change(inTitle, renamed);
  expect(await titles()).toEqual({ titles: [{ title: 'Labyrinthitis' }, { title: 'Spinning' }], stale: false });
  room.fails = true;
  const again = { ...renamed, title: 'Turning' };
  change(renamed, again);
  expect(await titles()).toEqual({ titles: [{ title: 'Labyrinthitis' }, { title: 'Spinning' }], stale: true });
  change(again, null);
  expect(await titles()).toEqual({ titles: [{ title: 'Labyrinthitis' }], stale: true });
});

test('after an import of many, no question asks for more than some of them', async () => {
  const { context, room } = aReadingRoom([aTopic()]);
  const folder = mkdtempSync(join(tmpdir(), 'search-'));
  const changes = new ExpiredTags(join(folder, 'expired-tags.ndjson'));
  const sizes: number[] = [];
  const client: typeof context.client = {
    async fetch(...question) {
      const answer = await context.client.fetch(...question);
      sizes.push(z.object({ articles: z.array(z.unknown()).default([]) }).parse(answer).articles.length);
      return answer;
    },
  };
  const search = new Search({ index: new SearchIndex(join(folder, 'search.sqlite')), client, changes });
  await search.sync();
  const many = Array.from({ length: 250 }, (_, index) => article(`Pain${index}`));
  room.documents = [aTopic(), ...many];
  for (const one of many) changes.expire(tagsOfChange(null, changedDocument.parse(one)));
  expect(await search.find('pain249')).toMatchObject({ total: 1 });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
});
