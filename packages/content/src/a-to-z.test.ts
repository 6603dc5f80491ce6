import { anArticle, aTopic, oneOfEachType } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { readAToZ } from './a-to-z.ts';
import { readAddress } from './address.ts';
import { inMemoryLake } from './in-memory-lake.fixture.ts';

function contextWith(...titles: string[]) {
  const articles = titles.map((title, index) =>
    anArticle({ _id: `article-${index}`, title, slug: { current: `a-${index}` } }),
  );
  const others = oneOfEachType().filter(({ _type }) => _type !== 'article');
  return inMemoryLake([...others, aTopic(), ...articles]).context;
}

const groupsOf = (read: Awaited<ReturnType<typeof readAToZ>>) =>
  read?.data.groups.map(({ letter, articles }) => [letter, articles.map(({ title }) => title)]);

test('articles are grouped by initial without accent, in the order of the language', async () => {
  const read = await readAToZ(contextWith('Sciatica', 'Émbolism', 'eczema', 'Stiff neck', '5th disease'));
  expect(groupsOf(read)).toEqual([
    ['0–9', ['5th disease']],
    ['E', ['eczema', 'Émbolism']],
    ['S', ['Sciatica', 'Stiff neck']],
  ]);
});

test('every initial has its own page, and no other letter has one', async () => {
  const context = contextWith('Sciatica', 'Eczema');
  expect(groupsOf(await readAToZ(context, 's'))).toEqual([['S', ['Sciatica']]]);
  expect(await readAToZ(context, 'x')).toBeUndefined();
});

test('with many articles the first page lists the letters only', async () => {
  const read = await readAToZ(contextWith(...Array.from({ length: 401 }, (_, index) => `Pain ${index}`)));
  expect(groupsOf(read)).toEqual([]);
  expect(read?.data.letters).toEqual([{ letter: 'P', path: '/a-to-z/p', count: 401 }]);
});

test('a withdrawn article is not listed', async () => {
  const withdrawal = { withdrawnOn: '2026-04-01', notice: 'It rested on a retracted study.' };
  const { context } = inMemoryLake([aTopic(), anArticle({ withdrawal })]);
  expect(groupsOf(await readAToZ(context))).toEqual([]);
});

test('all of a thousand articles are counted, and a topic’s page shows the first three hundred', async () => {
  const context = contextWith(...Array.from({ length: 1_001 }, (_, index) => `Pain ${index + 1_000}`));
  expect((await readAToZ(context))?.data.letters).toEqual([{ letter: 'P', path: '/a-to-z/p', count: 1_001 }]);
  const topic = await readAddress(context, '/back-pain');
  if (topic.data.kind !== 'topic') throw new Error('There is no topic.');
  expect(topic.data).toMatchObject({ hasMore: true, branch: { articles: { length: 300 } } });
  expect(topic.data.branch.articles[0]?.title).toBe('Pain 1000');
});
