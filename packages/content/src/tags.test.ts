import { changedDocument, changedFields } from '@bodytext/schema/changed-document';
import {
  aFeedback,
  aFeedbackTally,
  anArticle,
  aPerson,
  aPlacement,
  aRedirect,
  aTopic,
  oneOfEachType,
  theSettings,
} from '@bodytext/schema/fixtures';
import { describe, expect, test } from '@jest/globals';
import { evaluate, parse } from 'groq-js';
import { readAToZ } from './a-to-z.ts';
import { readAddress } from './address.ts';
import { readHomePage } from './home-page.ts';
import { inMemoryLake } from './in-memory-lake.fixture.ts';
import { readPeoplePage } from './people-page.ts';
import { readSitemap } from './sitemap.ts';
import { tagsOfChange } from './tags.ts';

type Change = { before: object | null; after: object | null };

const neck = aTopic({
  _id: 'topic-neck',
  title: 'Neck',
  slug: { current: 'neck' },
  parent: { _ref: 'topic-back-pain' },
});
const heads = aTopic({ _id: 'topic-heads', title: 'Heads', slug: { current: 'heads' } });
const deep = anArticle({
  _id: 'article-deep',
  title: 'Deep',
  slug: { current: 'deep' },
  topic: { _ref: 'topic-neck' },
});
const second = anArticle({
  _id: 'article-second',
  title: 'Eel',
  slug: { current: 'eel' },
  topic: { _ref: 'topic-neck' },
});
const third = anArticle({
  _id: 'article-third',
  title: 'Zed',
  slug: { current: 'zed' },
  topic: { _ref: 'topic-neck' },
});
/** More than a page shows as related, so that only the order of titles connects the first to the last. */
const siblings = Array.from({ length: 7 }, (_, index) =>
  anArticle({
    _id: `article-sibling-${index}`,
    title: `Sibling ${index}`,
    slug: { current: `sibling-${index}` },
    topic: { _ref: 'topic-neck' },
  }),
);
const withdrawn = anArticle({
  _id: 'article-withdrawn',
  title: 'Old',
  slug: { current: 'old' },
  topic: { _ref: 'topic-neck' },
  withdrawal: { withdrawnOn: '2026-04-01', notice: 'It rested on a retracted study.' },
});
const documents = [...oneOfEachType(), neck, heads, deep, second, third, ...siblings, withdrawn];

const paths = [
  '/back-pain',
  '/back-pain/stiff-neck',
  '/back-pain/wry-neck',
  '/back-pain/neck',
  '/back-pain/neck/deep',
  '/back-pain/neck/new',
  '/back-pain/neck/eel',
  '/back-pain/neck/zed',
  '/back-pain/neck/old',
  '/back-pain/throat',
  '/back-pain/throat/deep',
  '/heads',
  '/heads/deep',
  '/heads/neck/deep',
  '/heads/stiff-neck',
  '/about',
  '/people/mira-lindqvist',
  '/people/mira',
  '/nowhere',
];

const changes: Record<string, Change> = {
  'a new article': {
    before: null,
    after: anArticle({ _id: 'new', slug: { current: 'new' }, topic: { _ref: 'topic-neck' } }),
  },
  'an unpublished article': { before: deep, after: null },
  'a withdrawn article': {
    before: deep,
    after: { ...deep, withdrawal: { withdrawnOn: '2026-04-01', notice: 'It rested on a retracted study.' } },
  },
  'an article that is withdrawn no more': { before: withdrawn, after: { ...withdrawn, withdrawal: undefined } },
  'a new title that changes the order': { before: third, after: { ...third, title: 'Aa' } },
  'more days of grace': { before: theSettings(), after: theSettings({ reviewGraceDays: 7 }) },
  'an article’s new title': { before: deep, after: { ...deep, title: 'Deeper' } },
  'an article’s new slug': { before: anArticle(), after: anArticle({ slug: { current: 'wry-neck' } }) },
  'an article’s new topic': { before: deep, after: { ...deep, topic: { _ref: 'topic-heads' } } },
  'an article’s new author': {
    before: deep,
    after: { ...deep, authors: [{ _key: 'a', _ref: 'person-nobody' }], reviewer: undefined },
  },
  'a topic’s new title': { before: neck, after: { ...neck, title: 'Throat' } },
  'a topic’s new slug': { before: neck, after: { ...neck, slug: { current: 'throat' } } },
  'a topic’s new parent': { before: neck, after: { ...neck, parent: { _ref: 'topic-heads' } } },
  'a topic that goes to the top': { before: neck, after: { ...neck, parent: undefined } },
  'a new topic at the top': { before: null, after: aTopic({ _id: 'topic-new', slug: { current: 'nowhere' } }) },
  'a person’s new name': { before: aPerson(), after: aPerson({ name: 'Mira Berg' }) },
  'a person’s new slug': { before: aPerson(), after: aPerson({ slug: { current: 'mira' } }) },
  'a placement moved to another topic': { before: aPlacement(), after: aPlacement({ topic: { _ref: 'topic-heads' } }) },
  'a placement for the whole site': { before: null, after: aPlacement({ _id: 'placement-site', topic: undefined }) },
  'a deleted placement': { before: aPlacement(), after: null },
  'a new redirect': {
    before: null,
    after: aRedirect({ _id: 'r', from: '/heads/deep', target: { _ref: 'article-deep' } }),
  },
  'a deleted redirect': { before: aRedirect(), after: null },
};

async function found<Data>(read: Promise<Data | undefined>): Promise<Data> {
  const data = await read;
  if (data === undefined) throw new Error('Nothing is there.');
  return data;
}

/** The data of every page, with its tags. */
async function renderAll(documents: object[]) {
  const { context } = inMemoryLake(documents);
  const reads = [
    ...paths.map((path) => [path, readAddress(context, path)] as const),
    ['/', readHomePage(context)] as const,
    ['/a-to-z', found(readAToZ(context))] as const,
    ['/a-to-z/s', found(readAToZ(context, 's'))] as const,
    ['/people', readPeoplePage(context)] as const,
    ['/sitemap.xml', readSitemap(context)] as const,
  ];
  return Promise.all(reads.map(async ([path, read]) => ({ path, ...(await read) })));
}

/** A document as in a webhook's payload. */
async function inPayload(document: object | null) {
  if (document === null) return null;
  const tree = parse(`*[0]{${changedFields}}`);
  const answer = await (await evaluate(tree, { dataset: [document] })).get();
  return changedDocument.parse(answer);
}

/** The pages whose data a change makes different, and the pages that it expires. */
async function effectOf({ before, after }: Change) {
  const gone = documents.filter((document) => JSON.stringify(document) !== JSON.stringify(before));
  const pagesBefore = await renderAll(documents);
  const pagesAfter = await renderAll(after === null ? gone : [...gone, after]);
  const tags = new Set(tagsOfChange(await inPayload(before), await inPayload(after)));
  const expired = pagesBefore.filter((page) => page.tags.some((tag) => tags.has(tag))).map(({ path }) => path);
  const different = pagesBefore
    .filter(({ data }, index) => JSON.stringify(data) !== JSON.stringify(pagesAfter[index]?.data))
    .map(({ path }) => path);
  return { different, expired };
}

describe('a change expires every page whose data it makes different', () => {
  test.each(Object.entries(changes))('%s', async (_, change) => {
    const { different, expired } = await effectOf(change);
    expect(different.filter((path) => !expired.includes(path))).toEqual([]);
  });
});

test('of the cached pages that these changes expire, at most a tenth are unchanged', async () => {
  const cached = (await renderAll(documents))
    .filter(({ path, data }) => path !== '/sitemap.xml' && isPage(data))
    .map(({ path }) => path);
  const effects = await Promise.all(
    Object.entries(changes).map(async ([name, change]) => ({ name, ...(await effectOf(change)) })),
  );
  const expired = effects.flatMap((effect) => effect.expired.filter((path) => cached.includes(path)));
  const needless = effects.flatMap(({ name, ...effect }) =>
    effect.expired
      .filter((path) => cached.includes(path) && !effect.different.includes(path))
      .map((path) => `${name}: ${path}`),
  );
  expect(expired.length).toBeGreaterThan(100);
  // The excess is named in the failure.
  expect(needless.slice(Math.floor(expired.length / 10))).toEqual([]);
});

/** Missing pages and redirects are never cached. */
function isPage(data: object): boolean {
  return !('kind' in data && (data.kind === 'missing' || data.kind === 'redirect'));
}

test('a change to one article leaves the pages that don’t show it alone', async () => {
  const pages = await renderAll(documents);
  const expired = new Set(
    tagsOfChange(changedDocument.parse(deep), changedDocument.parse({ ...deep, title: 'Deeper' })),
  );
  const left = pages.filter(({ tags }) => !tags.some((tag) => expired.has(tag))).map(({ path }) => path);
  expect(left).toEqual(expect.arrayContaining(['/heads', '/about', '/back-pain/stiff-neck']));
});

test.each([aFeedback(), aFeedbackTally()])('feedback expires nothing: $_type', (document) => {
  const changed = changedDocument.parse(document);
  expect(tagsOfChange(null, changed)).toEqual([]);
  expect(tagsOfChange(changed, changed)).toEqual([]);
  expect(tagsOfChange(changed, null)).toEqual([]);
});
