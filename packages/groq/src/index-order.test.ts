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

/** A query's result, and how many documents it read. */
function run(query: string, params = {}): { result: unknown; reads: number } {
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

test('the first three of many documents that match an attribute cost only a few reads', () => {
  const { result, reads } = run('*[topic._ref == "back"] | order(title asc, _id asc) [0...3].title');
  expect(result).toEqual(['Title 1', 'Title 10', 'Title 100']);
  expect(reads).toBeLessThan(10);
});

test('the neighbour before a document in an order costs only a few reads, wherever it is', () => {
  const query = `*[topic._ref == "back" && title <= $title && (title < $title || _id < $id)]
    | order(title desc, _id desc) [0].title`;
  const { result, reads } = run(query, { title: 'Title 500', id: 'article-0499' });
  expect(result).toBe('Title 50');
  expect(reads).toBeLessThan(10);
});

test('pagination by id reads only the documents of each page', () => {
  const page = '*[_type == "article" && _id > $after] | order(_id asc) [0...100]._id';
  const seen: unknown[] = [];
  for (let after = ''; ; after = String(seen.at(-1))) {
    const { result, reads } = run(page, { after });
    if (!Array.isArray(result) || result.length === 0) break;
    seen.push(...result);
    expect(reads).toBeLessThan(110);
  }
  expect(seen).toEqual(articles.map(({ _id }) => _id));
});

test('if few documents match, only these are read', () => {
  const { result, reads } = run('*[title in ["Title 7", "Title 5"]] | order(_createdAt asc, title asc) [0].title');
  expect(result).toBe('Title 5');
  expect(reads).toBe(2);
});
