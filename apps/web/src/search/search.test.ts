/** @jest-environment node */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inMemoryLake } from '@bodytext/content/in-memory-lake.fixture';
import { tagsOfChange } from '@bodytext/content/tags';
import { changedDocument } from '@bodytext/schema/changed-document';
import { anArticle, aParagraph, aTopic, oneOfEachType } from '@bodytext/schema/fixtures';
import { describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { createExpiredTags } from '../cache/expired-tags.ts';
import { highlightEnd, highlightStart } from './highlight.ts';
import { createSearch } from './search.ts';
import { createSearchIndex } from './search-index.ts';

const section = (heading: string, text: string) => ({ _type: 'section' as const, heading, body: [aParagraph(text)] });

function article(name: string, overrides: Parameters<typeof anArticle>[0] = {}) {
  return anArticle({ _id: `article-${name}`, title: name, slug: { current: name.toLowerCase() }, ...overrides });
}

const inTitle = article('Vertigo', { lead: [aParagraph('The room turns.')] });
const inLead = article('Labyrinthitis', { lead: [aParagraph('It brings vertigo and sickness.')] });
const inBody = article('Migraine', { causes: section('Causes', 'Some people have vertigo before the pain.') });

/** A search of these articles; `change` edits one as an editor would. */
function aSearch(documents: object[], folder = mkdtempSync(join(tmpdir(), 'search-'))) {
  const { lake: room, context } = inMemoryLake([
    ...oneOfEachType().filter(({ _type }) => _type !== 'article'),
    aTopic(),
    ...documents,
  ]);
  const journal = createExpiredTags(join(folder, 'expired-tags.ndjson'));
  const index = createSearchIndex(join(folder, 'search.sqlite'));
  const search = createSearch({ index, client: context.client, journal });
  const titles = async (query: string) =>
    (await search.find(query)).hits.map(({ title }) =>
      title.replaceAll(highlightStart, '').replaceAll(highlightEnd, ''),
    );
  function change(before: object & { _id?: string }, after: object | null): void {
    room.documents = [...room.documents.filter((one) => one !== before), ...(after ? [after] : [])];
    journal.expire(tagsOfChange(changedDocument.parse(before), after && changedDocument.parse(after)));
  }
  return { search, titles, change, room, folder, close: () => index.close() };
}

test('matches in the title rank above those in the lead, and these above those in the body', async () => {
  const { titles } = aSearch([inBody, inLead, inTitle]);
  expect(await titles('vertigo')).toEqual(['Vertigo', 'Labyrinthitis', 'Migraine']);
});

test('all terms must match, the last may be a prefix, and terms are stemmed', async () => {
  const { titles } = aSearch([inBody, inLead, inTitle]);
  expect(await titles('vertigo sick')).toEqual(['Labyrinthitis']);
  expect(await titles('MIGRAINES')).toEqual(['Migraine']);
});

test('a misspelled query is corrected, and the result says so', async () => {
  const { search } = aSearch([inBody, inLead, inTitle]);
  const found = await search.find('vertgio');
  expect(found).toMatchObject({ total: 3, corrected: 'vertigo' });
});

const inflammation = article('Inflammation', { lead: [aParagraph('A body defends itself.')] });
const headache = article('Headache', { lead: [aParagraph('Medication that is taken too often brings inflammation.')] });
const medication = article('Medication', { causes: section('Causes', 'Some of it is against inflammation.') });

test.each(['inflamm', 'inflamma', 'inflammati', 'inflammatio', 'inflammation', 'inflammations'])(
  'every prefix of a word finds it, and the title ranks first: %s',
  async (typed) => {
    const { titles } = aSearch([medication, headache, inflammation]);
    expect(await titles(typed)).toEqual(['Inflammation', 'Headache', 'Medication']);
    expect(await titles(`headache ${typed}`)).toEqual(['Headache']);
  },
);

test('a prefix finds words with a shorter stem as well', async () => {
  const british = article('Organising');
  const { titles } = aSearch([british, article('Organic')]);
  expect((await titles('organi')).toSorted()).toEqual(['Organic', 'Organising']);
});

test.each([
  ['medicaton', 'medication'],
  ['medicatoin', 'medication'],
  ['headahce', 'headache'],
  ['imflammation headahce', 'inflammation headache'],
  ['meniree', 'ménière'],
])('%s is corrected to an unstemmed word: %s', async (typed, meant) => {
  const { search } = aSearch([inflammation, headache, medication, article('Ménière’s disease')]);
  expect(await search.find(typed)).toMatchObject({ corrected: meant, page: 1 });
});

test('a corrected query finds the articles with the correction', async () => {
  const { titles } = aSearch([inflammation, headache, medication]);
  expect(await titles('medicaton')).toEqual(['Medication', 'Headache']);
});

test('a query is not corrected to a word of a removed article', async () => {
  const { search, change } = aSearch([headache]);
  expect((await search.find('headahce')).corrected).toBe('headache');
  const renamed = { ...headache, title: 'Migraine' };
  change(headache, renamed);
  expect((await search.find('headahce')).corrected).toBeUndefined();
  expect((await search.find('migriane')).corrected).toBe('migraine');
  change(renamed, null);
  expect((await search.find('migriane')).corrected).toBeUndefined();
});

test('results are paginated, each article once, in a stable order', async () => {
  const many = Array.from({ length: 65 }, (_, index) => article(`Pain${index + 100}`, { headline: 'Vertigo' }));
  const { search } = aSearch(many);
  const pages = await Promise.all([1, 2, 3].map((page) => search.find('vertigo', page)));
  expect(pages.map(({ hits, total, page, pages: all }) => [hits.length, total, page, all])).toEqual([
    [30, 65, 1, 3],
    [30, 65, 2, 3],
    [5, 65, 3, 3],
  ]);
  const ids = pages.flatMap(({ hits }) => hits.map(({ id }) => id));
  expect(ids).toEqual(many.map(({ _id }) => _id));
  expect((await search.find('vertigo', 4)).page).toBe(1);
});

test('an article without an address is neither shown nor counted', async () => {
  const nowhere = article('Labyrinth', { headline: 'Vertigo', topic: { _type: 'reference', _ref: 'topic-gone' } });
  const { search } = aSearch([inTitle, nowhere]);
  expect(await search.find('vertigo')).toMatchObject({ total: 1, pages: 1, hits: [{ id: 'article-Vertigo' }] });
});

test('an index with another schema version is built again', async () => {
  const { titles, folder } = aSearch([inTitle]);
  expect(await titles('vertigo')).toEqual(['Vertigo']);
  const old = new DatabaseSync(join(folder, 'search.sqlite'));
  old.exec(`DROP TABLE spellings; DROP TABLE words; PRAGMA user_version = 2;
    CREATE VIRTUAL TABLE words USING fts5vocab(texts, 'row');`);
  old.close();
  const after = aSearch([inTitle, headache], folder);
  expect((await after.search.find('headahce')).corrected).toBe('headache');
  expect(await after.titles('vertigo')).toEqual(['Vertigo']);
});

test('matches are highlighted in the title and the excerpt', async () => {
  const { search } = aSearch([inTitle, inBody]);
  const [first, second] = (await search.find('vertigo')).hits;
  expect(first?.title).toBe(`${highlightStart}Vertigo${highlightEnd}`);
  expect(second?.excerpt).toContain(`${highlightStart}vertigo${highlightEnd} before the pain`);
});

test('an edited article is found by its new text, and no longer by its old text', async () => {
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

test('during an outage, an edited article is found by its old text', async () => {
  const { titles, change, room } = aSearch([inTitle, inBody]);
  expect(await titles('vertigo')).toHaveLength(2);
  room.fails = true;
  change(inTitle, { ...inTitle, title: 'Dizziness' });
  expect(await titles('vertigo')).toEqual(['Vertigo', 'Migraine']);
});

test('during an outage, articles below an unpublished topic are not found', async () => {
  const { titles, change, room } = aSearch([inTitle, inBody]);
  expect(await titles('vertigo')).toHaveLength(2);
  room.fails = true;
  const topic = room.documents.find((document) => '_type' in document && document._type === 'topic');
  if (!topic) throw new Error('There is no topic.');
  change(topic, null);
  expect(await titles('vertigo')).toEqual([]);
});

test('during an outage, the index is used as it is, without unpublished articles', async () => {
  const { titles, change, room, folder } = aSearch([inTitle, inBody]);
  expect(await titles('vertigo')).toHaveLength(2);
  room.fails = true;
  change(inTitle, null);
  expect(await titles('vertigo')).toEqual(['Migraine']);
  const restarted = aSearch([], folder);
  restarted.room.fails = true;
  expect(await restarted.titles('vertigo')).toEqual(['Migraine']);
});

test('results have the new address of a topic', async () => {
  const { search, change, room } = aSearch([inTitle]);
  await search.find('vertigo');
  const topic = room.documents.find((document) => '_id' in document && document._id === 'topic-back-pain');
  if (!topic) throw new Error('There is no topic.');
  room.documents = room.documents.filter((document) => !('_id' in document && document._id === 'topic-back-pain'));
  change(topic, aTopic({ slug: { current: 'spine' } }));
  expect((await search.find('vertigo')).hits[0]?.path).toBe('/spine/vertigo');
});

test.each(['"', '"x XOR * "', 'title:x', 'x NEAR(y z)', ')', '\u0000', '-', '', ' '.repeat(300), 'ы'.repeat(500)])(
  'operators of FTS5 in a query have no effect: %j',
  async (query) => {
    const { search } = aSearch([inTitle]);
    await expect(search.find(query)).resolves.toMatchObject({ total: 0 });
  },
);

test('the list of all articles is current, and during an outage as it was, without unpublished articles', async () => {
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

test('after an import, changed articles are read in batches', async () => {
  const { context, lake: room } = inMemoryLake([aTopic()]);
  const folder = mkdtempSync(join(tmpdir(), 'search-'));
  const journal = createExpiredTags(join(folder, 'expired-tags.ndjson'));
  const sizes: number[] = [];
  const client: typeof context.client = {
    async fetch(...question) {
      const answer = await context.client.fetch(...question);
      sizes.push(z.object({ articles: z.array(z.unknown()).default([]) }).parse(answer).articles.length);
      return answer;
    },
  };
  const search = createSearch({ index: createSearchIndex(join(folder, 'search.sqlite')), client, journal });
  await search.sync();
  const many = Array.from({ length: 250 }, (_, index) => article(`Pain${index}`));
  room.documents = [aTopic(), ...many];
  for (const one of many) journal.expire(tagsOfChange(null, changedDocument.parse(one)));
  expect(await search.find('pain249')).toMatchObject({ total: 1 });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
});

describe('a damaged index is built again, and search and lists go on:', () => {
  const overwrite = (file: string, value: number) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(value, bytes.length / 4));
  };
  const damages: [string, (file: string) => void][] = [
    ['cut in half', (file) => truncateSync(file, readFileSync(file).length / 2)],
    ['zeroed', (file) => writeFileSync(file, Buffer.alloc(readFileSync(file).length))],
    ['zeroed from its first quarter on', (file) => overwrite(file, 0)],
    ['overwritten from its first quarter on', (file) => overwrite(file, 0xa5)],
    ['text', (file) => writeFileSync(file, 'This is no database. '.repeat(500))],
    ['with invalid listings', (file) => change(file, "UPDATE entries SET listing = '{'")],
    ['with an invalid state', (file) => change(file, "UPDATE state SET topics = '{'")],
    ['without a table', (file) => change(file, 'DROP TABLE entries')],
    ['a folder', (file) => [rmSync(file), mkdirSync(file)]],
  ];
  function change(file: string, sql: string): void {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  }

  test.each(damages)('%s', async (_, damage) => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const folder = mkdtempSync(join(tmpdir(), 'search-'));
    const file = join(folder, 'search.sqlite');
    const first = aSearch([inBody, inLead, inTitle], folder);
    await first.titles('vertigo');
    first.close();
    damage(file);
    const { search, titles } = aSearch([inBody, inLead, inTitle], folder);
    expect((await search.everyArticle()).articles).toHaveLength(3);
    expect(await titles('vertigo')).toEqual(['Vertigo', 'Labyrinthitis', 'Migraine']);
    log.mockRestore();
  });

  test('while it is open', async () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const { search, titles, folder } = aSearch([inBody, inLead, inTitle]);
    await titles('vertigo');
    const other = new DatabaseSync(join(folder, 'search.sqlite'));
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    overwrite(join(folder, 'search.sqlite'), 0xa5);
    // A write by another connection invalidates the page cache.
    other.exec('PRAGMA user_version = 99');
    other.close();
    expect(await titles('vertigo')).toEqual(['Vertigo', 'Labyrinthitis', 'Migraine']);
    expect((await search.everyArticle()).articles).toHaveLength(3);
    log.mockRestore();
  });
});
