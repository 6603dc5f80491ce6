import {
  anArticle,
  aPerson,
  aPlacement,
  aRedirect,
  aReference,
  aTopic,
  oneOfEachType,
  theSettings,
} from '@bodytext/schema/fixtures';
import { describe, expect, test } from '@jest/globals';
import { readAllArticles } from './a-to-z.ts';
import { readAddress } from './address.ts';
import { readFeed } from './feed.ts';
import { readHomePage } from './home-page.ts';
import { inMemoryLake } from './in-memory-lake.fixture.ts';
import { readPeoplePage } from './people-page.ts';
import type { ReadContext } from './read.ts';
import { readSite } from './site.ts';
import { readSiteIndex } from './site-index.ts';
import { readSitemap } from './sitemap.ts';

const article = '/back-pain/stiff-neck';

/** Every read of the site. */
const reads: Record<string, (context: ReadContext) => Promise<unknown>> = {
  'an article': (context) => readAddress(context, article),
  'a topic': (context) => readAddress(context, '/back-pain'),
  'a page': (context) => readAddress(context, '/about'),
  'a person': (context) => readAddress(context, '/people/mira-lindqvist'),
  'a redirect': (context) => readAddress(context, '/back-pain/wry-neck'),
  'the home page': readHomePage,
  'A to Z': (context) => readAllArticles(context),
  people: readPeoplePage,
  'the site around search': readSite,
  'the feed': (context) => readFeed(context),
  'a topic’s feed': (context) => readFeed(context, '/back-pain'),
  'the sitemap': readSitemap,
  'the site index': readSiteIndex,
};

const nonsense = {
  nothing: undefined,
  null: null,
  'a list': [],
  'an object': {},
  text: '<!doctype html>',
  'a number': 7,
};

describe.each(Object.entries(reads))('%s', (_, read) => {
  test.each(Object.entries(nonsense))('uses its last good answer when the lake answers %s', async (_name, answer) => {
    const { context } = inMemoryLake(oneOfEachType());
    const before = await read(context);
    const after = await read({ ...context, client: { fetch: async () => answer } });
    const withoutStaleness = (value: unknown) => JSON.stringify(value).replace(/"stale":(true|false)/g, '');
    expect(withoutStaleness(after)).toBe(withoutStaleness(before));
  });
});

test('when the lake fails between two queries, all answers of the page are the last good ones', async () => {
  const { context, lake } = inMemoryLake(oneOfEachType());
  await readAddress(context, article);
  // Another reference and title, so that the parameters of the second query change.
  const edited = anArticle({
    title: 'Wry neck',
    references: [{ _type: 'reference', _key: 'other', _ref: 'reference-other' }],
  });
  lake.documents = [
    ...oneOfEachType().filter(({ _type }) => _type !== 'article'),
    edited,
    aReference({ _id: 'reference-other' }),
  ];
  let queries = 0;
  const failingSecond: ReadContext['client'] = {
    async fetch(...query) {
      queries += 1;
      if (queries > 1) throw new Error('The lake is down.');
      return context.client.fetch(...query);
    },
  };
  const during = await readAddress({ ...context, client: failingSecond }, article);
  expect(queries).toBe(2);
  expect(during).toMatchObject({ stale: true, data: { kind: 'article', article: { title: 'Stiff neck' } } });
  lake.fails = true;
  expect(await readAddress(context, article)).toEqual(during);
  lake.fails = false;
  expect((await readAddress(context, article)).data).toMatchObject({ article: { title: 'Wry neck' } });
});

test('a changed page replaces its last good answers under the same keys', async () => {
  const { context, lake } = inMemoryLake(oneOfEachType());
  const savedKeys = new Set<string>();
  const lastGood: ReadContext['lastGood'] = {
    get: context.lastGood.get,
    async set(key, answer) {
      savedKeys.add(key);
      await context.lastGood.set(key, answer);
    },
  };
  const readAll = async () => {
    for (const read of Object.values(reads)) await read({ ...context, lastGood });
  };
  await readAll();
  const before = [...savedKeys];
  const others = oneOfEachType().filter(({ _type }) => _type !== 'article');
  const references = [{ _type: 'reference' as const, _key: 'other', _ref: 'reference-other' }];
  const below = aTopic({
    _id: 'topic-below',
    slug: { _type: 'slug', current: 'below' },
    parent: { _ref: 'topic-back-pain' },
  });
  lake.documents = [
    ...others,
    anArticle({ title: 'Wry neck', references }),
    aReference({ _id: 'reference-other' }),
    below,
  ];
  await readAll();
  expect([...savedKeys]).toEqual(before);
});

test('a full disk does not fail a read', async () => {
  const { context, problems } = inMemoryLake(oneOfEachType());
  const full = { get: context.lastGood.get, set: () => Promise.reject(new Error('ENOSPC')) };
  const { data, stale } = await readAddress({ ...context, lastGood: full }, article);
  expect([data.kind, stale]).toEqual(['article', false]);
  expect((await readSite({ ...context, lastGood: full })).stale).toBe(false);
  expect(problems).toContainEqual({ message: expect.stringContaining('ENOSPC') });
});

test('a redirect of a branch still works during an outage, and answers to invented addresses are not saved', async () => {
  const moved = aRedirect({ from: '/old-backs', target: { _ref: 'topic-back-pain' } });
  const { context, lake } = inMemoryLake([...oneOfEachType(), moved]);
  for (const path of ['/old-backs/stiff-neck', '/old-backs/made-up']) await readAddress(context, path);
  lake.fails = true;
  expect((await readAddress(context, '/old-backs/stiff-neck')).data).toEqual({ kind: 'redirect', to: article });
  await expect(readAddress(context, '/old-backs/made-up')).rejects.toThrow('The lake is down.');
});

test('a removed author is in no feed during an outage', async () => {
  const { context, lake } = inMemoryLake(oneOfEachType());
  expect((await readFeed(context))?.entries[0]?.authors).toEqual(['Mira Lindqvist']);
  lake.fails = true;
  lake.gone.set(aPerson()._id, 1);
  expect((await readFeed(context))?.entries[0]?.authors).toEqual([]);
});

describe('an invalid document', () => {
  const invalid = [
    { ...theSettings(), contactEmail: 7, footerPages: 'none' },
    { ...aTopic(), _id: 'topic-broken', title: 7 },
    { ...anArticle(), _id: 'article-broken', title: 7, slug: { current: 'broken' } },
    // Sorts before the valid one at the same address.
    { ...aPerson(), _id: 'person-broken', name: 7 },
    { ...aPlacement(), _id: 'placement-broken', position: 'everywhere' },
  ];

  test.each(Object.entries(reads))('only removes itself from %s', async (_, read) => {
    const { context, problems } = inMemoryLake([
      ...oneOfEachType().filter(({ _type }) => _type !== 'settings'),
      ...invalid,
    ]);
    const answer = JSON.stringify(await read(context));
    expect(answer).not.toMatch(/:7[,}\]]|everywhere|"stale":true/);
    for (const { documentId, message } of problems) {
      expect(invalid.map(({ _id }) => _id)).toContain(documentId);
      expect(message).toMatch(/^The document “\S+” can’t be shown: \w[\w.]*: /);
    }
  });

  test('only removes its invalid fields from the settings, and each is reported with its path', async () => {
    const { context, problems } = inMemoryLake([
      ...oneOfEachType().filter(({ _type }) => _type !== 'settings'),
      ...invalid,
    ]);
    expect((await readSite(context)).data.settings.siteName).toBe('Plain Backs');
    for (const read of Object.values(reads)) await read(context);
    const reported = problems.map(({ documentId, message }) => `${documentId} ${message.split(': ')[1]}`);
    expect([...new Set(reported)].sort()).toEqual(
      expect.arrayContaining([
        'article-broken title',
        'person-broken name',
        'placement-broken position',
        'topic-broken title',
        expect.stringMatching(/^settings /),
      ]),
    );
  });
});
