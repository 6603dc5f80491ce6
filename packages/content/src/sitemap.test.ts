import { aFigure, anArticle, aPage, aParagraph, aTopic, theSettings } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { inMemoryLake, oneOfEachTypeReviewed } from './in-memory-lake.fixture.ts';
import { readSitemap } from './sitemap.ts';

const dayInMs = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayInMs).toISOString().slice(0, 10);

async function pathsWith(...documents: object[]): Promise<string[]> {
  const others = oneOfEachTypeReviewed().filter(({ _type }) => _type !== 'settings');
  const { context } = inMemoryLake([...others, theSettings({ reviewGraceDays: 7 }), ...documents]);
  return (await readSitemap(context)).data.map(({ path }) => path);
}

const known = ['/about', '/back-pain', '/back-pain/stiff-neck', '/people/mira-lindqvist'];
const other = { _id: 'article-other', slug: { current: 'other' }, nextReviewOn: '2999-03-02' };

test('the sitemap has every page', async () => {
  const overdue = anArticle({ ...other, nextReviewOn: daysAgo(3) });
  expect((await pathsWith(overdue)).sort()).toEqual([...known, '/back-pain/other'].sort());
});

test.each([
  ['an article with a lapsed review', anArticle({ ...other, nextReviewOn: daysAgo(10) })],
  ['an article with `noIndex`', anArticle({ ...other, seo: { noIndex: true } })],
  ['a withdrawn article', anArticle({ ...other, withdrawal: { withdrawnOn: '2026-04-01', notice: 'Retracted.' } })],
  ['a page with `noIndex`', aPage({ _id: 'page-other', slug: { current: 'other' }, seo: { noIndex: true } })],
])('but not %s', async (_, document) => {
  expect((await pathsWith(document)).sort()).toEqual(known);
});

test('a topic’s last change is the last one in its branch', async () => {
  const below = {
    ...aTopic({ _id: 'topic-neck', slug: { current: 'neck' }, parent: { _ref: 'topic-back-pain' } }),
    _updatedAt: '2026-05-01T08:00:00Z',
  };
  const changed = { ...anArticle({ ...other, topic: { _ref: 'topic-neck' } }), _updatedAt: '2026-06-01T08:00:00.5Z' };
  const { context } = inMemoryLake([...oneOfEachTypeReviewed(), below, changed]);
  const { data } = await readSitemap(context);
  const lastModified = (wanted: string) => data.find(({ path }) => path === wanted)?.lastModified;
  expect(['/back-pain', '/back-pain/neck', '/about'].map(lastModified)).toEqual([
    '2026-06-01T08:00:00.5Z',
    '2026-06-01T08:00:00.5Z',
    '2026-03-02T08:00:00Z',
  ]);
});

test('an article’s entry has the images of its sections, without those that have no file yet', async () => {
  const { asset } = aFigure();
  const body = [aParagraph('Words.'), { ...aFigure(), _key: 'one' }, { _type: 'figure', _key: 'two', alt: 'No file' }];
  const article = { ...anArticle(other), causes: { heading: 'Causes', body } };
  const { context } = inMemoryLake([...oneOfEachTypeReviewed(), article]);
  const { data } = await readSitemap(context);
  expect(data.find(({ path }) => path === '/back-pain/other')?.figures).toMatchObject([{ asset }]);
});
