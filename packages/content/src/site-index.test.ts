import { anArticle, theSettings } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { aReadingRoom, aReviewedNewsroom } from './reading.fixture.ts';
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
  const others = aReviewedNewsroom().filter(({ _type }) => _type !== 'settings');
  const { context } = aReadingRoom([...others, theSettings({ reviewGraceDays: 7 }), document]);
  return (await readSiteIndex(context)).articles.map(({ title }) => title);
}

test('programs are told of every article, also of one whose review is overdue', async () => {
  expect(await titlesWith(anArticle({ ...other, nextReviewOn: daysAgo(3) }))).toEqual(['Other', 'Stiff neck']);
});

test.each([
  ['whose review has lapsed', anArticle({ ...other, nextReviewOn: daysAgo(10) })],
  ['that asks not to be listed', anArticle({ ...other, seo: { noIndex: true } })],
  ['that was withdrawn', anArticle({ ...other, withdrawal: { withdrawnOn: '2026-04-01', notice: 'Retracted.' } })],
])('but not of one %s', async (_, document) => {
  expect(await titlesWith(document)).toEqual(['Stiff neck']);
});
