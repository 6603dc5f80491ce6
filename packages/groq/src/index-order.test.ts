import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LakeDocument } from './document.ts';
import { openDocuments } from './open-documents.fixture.ts';
import { publishedOnly } from './perspective.ts';
import { runQuery } from './run.ts';

const store = openDocuments();
const articles = Array.from({ length: 1_000 }, (_, n): LakeDocument => {
  const _id = `article-${String(n).padStart(4, '0')}`;
  const topic = { _ref: n % 3 === 0 ? 'neck' : 'back' };
  return { _id, _type: 'article', _rev: '1', _createdAt: 'x', _updatedAt: 'x', title: `Title ${999 - n}`, topic };
});

beforeAll(() => {
  store.write(() => {
    for (const article of articles) store.documents.put(article);
  });
});
afterAll(store.close);

/** A query's result, and how many documents it took. */
function ask(query: string, params = {}): { result: unknown; reads: number } {
  let reads = 0;
  const documents: typeof store.documents = {
    ...store.documents,
    get(id) {
      reads++;
      return store.documents.get(id);
    },
  };
  const scope = { documents, perspective: publishedOnly, access: { kind: 'everything' as const }, identity: 'me' };
  const result = runQuery({ query, params }, { ...scope, project: { projectId: 'p', dataset: 'd' } });
  return { result, reads };
}

test('the first of the many that an attribute names are found by reading just these', () => {
  const { result, reads } = ask('*[topic._ref == "back"] | order(title asc, _id asc) [0...3].title');
  expect(result).toEqual(['Title 1', 'Title 10', 'Title 100']);
  expect(reads).toBeLessThan(10);
});

test('so is the one before, wherever it is', () => {
  const query = `*[topic._ref == "back" && title <= $title && (title < $title || _id < $id)]
    | order(title desc, _id desc) [0].title`;
  const { result, reads } = ask(query, { title: 'Title 500', id: 'article-0499' });
  expect(result).toBe('Title 50');
  expect(reads).toBeLessThan(10);
});

test('all documents are gone through by their ids, some at a time', () => {
  const page = '*[_type == "article" && _id > $after] | order(_id asc) [0...100]._id';
  const seen: unknown[] = [];
  for (let after = ''; ; after = String(seen.at(-1))) {
    const { result, reads } = ask(page, { after });
    if (!Array.isArray(result) || result.length === 0) break;
    seen.push(...result);
    expect(reads).toBeLessThan(110);
  }
  expect(seen).toEqual(articles.map(({ _id }) => _id));
});

test('where few are named, these are read and not the rest', () => {
  const { result, reads } = ask('*[title in ["Title 7", "Title 5"]] | order(_createdAt asc, title asc) [0].title');
  expect(result).toBe('Title 5');
  expect(reads).toBe(2);
});
