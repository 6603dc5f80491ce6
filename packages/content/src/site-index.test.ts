import { anArticle, theSettings } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { inMemoryLake, oneOfEachTypeReviewed } from './in-memory-lake.fixture.ts';
import { readSiteIndex } from './site-index.ts';

const dayInMs = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayInMs).toISOString().slice(0, 10);
const other = {
  _id: 'article-other',
  title: 'Other',
  slug: { current: 'other' },
  nextReviewOn: '2999-03-02',
};

async function titlesWith(document: object): Promise<string[]> {
  const others = oneOfEachTypeReviewed().filter(({ _type }) => _type !== 'settings');
  const { context } = inMemoryLake([...others, theSettings({ reviewGraceDays: 7 }), document]);
  return (await readSiteIndex(context)).articles.map(({ title }) => title);
}

test('every article is listed, also with an overdue review', async () => {
  expect(await titlesWith(anArticle({ ...other, nextReviewOn: daysAgo(3) }))).toEqual(['Other', 'Stiff neck']);
});

test.each([
  ['with a lapsed review', anArticle({ ...other, nextReviewOn: daysAgo(10) })],
  ['with `noIndex`', anArticle({ ...other, seo: { noIndex: true } })],
  ['that was withdrawn', anArticle({ ...other, withdrawal: { withdrawnOn: '2026-04-01', notice: 'Retracted.' } })],
])('but not of one %s', async (_, document) => {
  expect(await titlesWith(document)).toEqual(['Stiff neck']);
});
