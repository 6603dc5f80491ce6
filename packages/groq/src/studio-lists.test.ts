import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LakeDocument } from './document.ts';
import { openDocuments } from './open-documents.fixture.ts';
import { parsePerspective } from './perspective.ts';
import { runQuery } from './run.ts';
import { type StudioQuery, studioLists, studioSearches } from './studio-queries.fixture.ts';

const store = openDocuments();
const size = 3_000;
const shown = 100;

const timeOf = (minutes: number): string => new Date(Date.UTC(2024, 0, 1) + minutes * 60_000).toISOString();

/** Every other article has a draft. Each sort key gives another order. */
function articles(n: number): LakeDocument[] {
  const article = {
    _id: `article-${n}`,
    _type: 'article',
    _rev: '1',
    _createdAt: timeOf((n * 7) % size),
    _updatedAt: timeOf((n * 11) % size),
    title: `${n % 2 === 0 ? 'Ache' : 'ache'} ${(n * 13) % size}`,
    topic: { _type: 'reference', _ref: n % 3 === 0 ? 'topic-neck' : 'topic-back-pain' },
    ...(n % 4 > 0 && { nextReviewOn: timeOf((n * 17) % size).slice(0, 10) }),
    ...(n % 5 > 0 && { firstPublishedAt: timeOf((n * 19) % size) }),
  };
  return n % 2 === 0
    ? [article]
    : [article, { ...article, _id: `drafts.${article._id}`, title: `Draft of ${article.title}` }];
}

beforeAll(() => {
  store.write(() => {
    for (let n = 0; n < size; n++) for (const article of articles(n)) store.documents.put(article);
  });
});
afterAll(store.close);

/** A query's result, and how many documents it read. */
function run({ query, params, perspective }: StudioQuery): { result: unknown; reads: number } {
  const read = new Set<string>();
  const documents: typeof store.documents = {
    ...store.documents,
    get(id) {
      read.add(id);
      return store.documents.get(id);
    },
  };
  const seen = parsePerspective(perspective, '2025-02-19');
  const scope = { documents, perspective: seen, access: { kind: 'everything' as const }, identity: 'me' };
  return {
    result: runQuery({ query, params }, { ...scope, project: { projectId: 'p', dataset: 'd' } }),
    reads: read.size,
  };
}

const long = studioLists.filter(({ params }) => params.__limit === shown + 1 && params.type === 'article');

test.each(long)('a list in the Studio reads hardly more documents than it shows: $name', (list) => {
  const { result, reads } = run(list);
  expect(result).toHaveLength(shown + 1);
  // Ties are read too: many articles have the same day.
  expect(reads).toBeLessThan(shown + 60);
});

test('a list by title ignores case, and has drafts in place of published documents', () => {
  const [byTitle] = studioLists.filter(({ name }) => name === 'all articles by title');
  if (!byTitle) throw new Error('The list is missing.');
  const { result } = run({ ...byTitle, params: { ...byTitle.params, __limit: size } });
  const titles = Array.from({ length: size }, (_, n) => articles(n).at(-1)?.title).map(String);
  const sorted = titles.map((title) => title.toLowerCase()).toSorted();
  expect(Array.isArray(result) && result.map(({ orderings }) => orderings[0].toLowerCase())).toEqual(sorted);
});

test.each(studioSearches)('a search in the Studio does not read all articles to sort them: $name', (search) => {
  expect(run(search).reads).toBeLessThan(shown);
});
