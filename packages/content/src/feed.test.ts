import { anArticle, aTopic, oneOfEachType } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { readFeed } from './feed.ts';
import { inMemoryLake } from './in-memory-lake.fixture.ts';

const heads = aTopic({ _id: 'topic-heads', title: 'Heads', slug: { current: 'heads' } });
const migraine = {
  ...anArticle({ _id: 'article-migraine', title: 'Migraine', slug: { current: 'migraine' } }),
  topic: { _ref: 'topic-heads' },
  _updatedAt: '2026-09-01T08:00:00Z',
};
const { context } = inMemoryLake([...oneOfEachType(), heads, migraine]);

test('the site’s feed is sorted by last change, newest first', async () => {
  const feed = await readFeed(context);
  expect(feed?.entries.map(({ path, updatedAt }) => [path, updatedAt])).toEqual([
    ['/heads/migraine', '2026-09-01T08:00:00Z'],
    ['/back-pain/stiff-neck', '2026-03-02T08:00:00Z'],
  ]);
  expect(feed?.entries[0]?.authors).toEqual(['Mira Lindqvist']);
});

test('an entry’s publication date is `firstPublishedAt`, or else `_createdAt`', async () => {
  const later = { ...migraine, firstPublishedAt: '2026-06-01T08:00:00Z' };
  const feed = await readFeed(inMemoryLake([...oneOfEachType(), heads, later]).context);
  expect(feed?.entries.map(({ title, publishedAt }) => [title, publishedAt])).toEqual([
    ['Migraine', '2026-06-01T08:00:00Z'],
    ['Stiff neck', '2026-03-01T08:00:00Z'],
  ]);
});

test('a topic’s feed has only the articles of its branch', async () => {
  const feed = await readFeed(context, '/heads');
  expect(feed?.topic?.title).toBe('Heads');
  expect(feed?.entries.map(({ title }) => title)).toEqual(['Migraine']);
});

test('a path without a topic has no feed', async () => {
  expect(await readFeed(context, '/nowhere')).toBeUndefined();
});
