import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { everything } from './access.ts';
import { answerQuery } from './answer.ts';
import { type LakeDocument, publishedIdOf } from './document.ts';
import { openDocuments } from './open-documents.fixture.ts';
import { type Perspective, parsePerspective } from './perspective.ts';
import { tagsTouched } from './sync-tags.ts';

const store = openDocuments();
afterAll(store.close);

const ids = ['a', 'b', 'c', 'drafts.a', 'drafts.b', 'versions.r.a', 'versions.r.b'];
const params = { id: 'a', type: 'article', slug: 'one', ids: ['a', 'b'] };

const reference = fc.option(fc.record({ _ref: fc.constantFrom('a', 'b', 'c', 'drafts.a') }), { nil: undefined });
const document = fc.record({
  _id: fc.constantFrom(...ids),
  _type: fc.constantFrom('article', 'topic'),
  slug: fc.option(fc.record({ current: fc.constantFrom('one', 'two') }), { nil: undefined }),
  title: fc.constantFrom('Lower back', 'Neck pain', null),
  n: fc.integer({ min: 0, max: 2 }),
  to: reference,
  list: fc.array(fc.record({ _key: fc.constantFrom('k', 'l'), more: reference }), { maxLength: 2 }),
  _system: fc.option(fc.record({ delete: fc.boolean() }), { nil: undefined }),
});
const dataset = fc.uniqueArray(document, { selector: ({ _id }) => _id, maxLength: 7 });

const condition = fc.constantFrom(
  '_id == $id',
  '_id in $ids',
  '_id in path("drafts.**")',
  '_type == "article"',
  '_type == $type',
  'slug.current == $slug',
  'slug.current == "two"',
  'slug.current == null',
  'references($id)',
  'references("b", "c")',
  'sanity::versionOf($id)',
  'sanity::partOfRelease("r")',
  'title match "back*"',
  'n > 0',
  'n == 1',
  'defined(slug)',
  'to->title == "Neck pain"',
  'to._ref == $id',
);
const filter = fc.oneof(
  condition,
  fc.tuple(condition, fc.constantFrom('&&', '||'), condition).map((parts) => parts.join(' ')),
);
const query = fc.oneof(
  filter.map((text) => `*[${text}]`),
  filter.map((text) => `count(*[${text}])`),
  filter.map((text) => `*[${text}] | order(n desc, title) [0...2] {_id, title, "t": to->title}`),
  filter.map((text) => `*[${text}][0]{"l": list[].more->{title, to->}, "refs": count(*[references(^._id)])}`),
  fc.tuple(filter, filter).map(([outer, inner]) => `*[${outer}]{"same": *[${inner} && _id != ^._id].title}`),
  filter.map((text) => `{"one": *[${text}][0].title, "got": documents::get({"_ref": $id}).title}`),
);
const perspectives = ['raw', 'published', 'drafts', 'r,drafts', 'r'];

function stored(content: object): LakeDocument {
  return JSON.parse(JSON.stringify({ ...content, _rev: '1', _createdAt: 'x', _updatedAt: 'x' }));
}

function fill(documents: { _id: string }[]): void {
  store.write(() => {
    for (const id of ids) store.documents.delete(id);
    for (const content of documents) store.documents.put(stored(content));
  });
}

function change(id: string, after: LakeDocument | undefined) {
  const before = store.documents.get(id);
  store.write(() => {
    if (after) store.documents.put(after);
    else store.documents.delete(id);
  });
  return { before, after };
}

function variantsOf(id: string): LakeDocument[] {
  const variants = store.documents.idsWhere('group_id = ?', [publishedIdOf(id)]);
  return variants.flatMap((variant) => store.documents.get(variant) ?? []);
}

function run(text: string, perspective: Perspective) {
  const scope = { documents: store.documents, perspective, access: everything, identity: 'me' };
  return answerQuery({ query: text, params }, { ...scope, project: { projectId: 'p', dataset: 'd' } });
}

test('a change that changes a result touches one of its tags', () => {
  let changed = 0;
  let untouched = 0;
  fc.assert(
    fc.property(
      dataset,
      query,
      fc.constantFrom(...perspectives),
      document,
      fc.boolean(),
      (documents, text, named, next, isDeletion) => {
        fill(documents);
        const perspective = parsePerspective(named, '2025-02-19');
        const before = run(text, perspective);
        const made = change(next._id, isDeletion ? undefined : stored(next));
        const after = run(text, perspective);
        const touched = new Set(tagsTouched([made], { publishedOnly: named === 'published', variantsOf }));
        const isTouched = before.syncTags.some((tag) => touched.has(tag));
        const isSame = before.json === after.json;
        changed += Number(!isSame);
        untouched += Number(!isTouched);
        expect({ isSame, isTouched, text, named }).not.toMatchObject({ isSame: false, isTouched: false });
      },
    ),
    { numRuns: 1_000 },
  );
  // Both happened often enough: results changed, and results had no touched tag.
  expect(changed).toBeGreaterThan(80);
  expect(untouched).toBeGreaterThan(80);
});

test('a result found by slug does not depend on documents with other slugs', () => {
  fill([]);
  const article = (id: string, slug: string, title: string) =>
    stored({ _id: id, _type: 'article', slug: { current: slug }, title });
  const published: Perspective = { kind: 'layers', layers: [''] };
  change('a', article('a', 'one', 'One'));
  const { syncTags } = run('*[_type == "article" && slug.current == $slug][0]{title}', published);
  const touches = (id: string, after: LakeDocument): boolean => {
    const tags = tagsTouched([change(id, after)], { publishedOnly: true, variantsOf });
    return tags.some((tag) => syncTags.includes(tag));
  };
  expect(touches('b', article('b', 'two', 'Two'))).toBe(false);
  expect(touches('drafts.a', article('drafts.a', 'one', 'Draft'))).toBe(false);
  expect(touches('a', article('a', 'one', 'Another'))).toBe(true);
});
