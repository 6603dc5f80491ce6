import { anArticle, oneOfEachType } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { readHomePage } from './home-page.ts';
import { inMemoryLake } from './in-memory-lake.fixture.ts';

const others = oneOfEachType().filter(({ _type }) => _type !== 'article');

async function latestOf(articles: Record<string, { createdAt: string; publishedAt?: string }>): Promise<string[]> {
  const documents = Object.entries(articles).map(([slug, { createdAt, publishedAt }]) => ({
    ...anArticle({ _id: `article-${slug}`, title: slug, slug: { current: slug }, firstPublishedAt: publishedAt }),
    _createdAt: `${createdAt}T08:00:00Z`,
  }));
  const { context } = inMemoryLake([...others, ...JSON.parse(JSON.stringify(documents))]);
  return (await readHomePage(context)).data.latest.map(({ title }) => title);
}

test('the latest articles are sorted by first publication, not by creation', async () => {
  const latest = await latestOf({
    begunLong: { createdAt: '2026-01-01', publishedAt: '2026-06-01T08:00:00Z' },
    unnoted: { createdAt: '2026-05-01' },
    begunLate: { createdAt: '2026-03-01', publishedAt: '2026-04-01T08:00:00Z' },
  });
  expect(latest).toEqual(['begunLong', 'unnoted', 'begunLate']);
});

test('of many articles the seven latest are shown, without duplicates', async () => {
  const days = Array.from({ length: 20 }, (_, index) => String(index + 1).padStart(2, '0'));
  const all = days.map((day): [string, { createdAt: string; publishedAt?: string }] => [
    `a${day}`,
    { createdAt: `2026-03-${day}`, ...(Number(day) % 2 === 0 && { publishedAt: `2026-03-${day}T09:00:00Z` }) },
  ]);
  expect(await latestOf(Object.fromEntries(all))).toEqual(['a20', 'a19', 'a18', 'a17', 'a16', 'a15', 'a14']);
});
