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
import { readPeoplePage } from './people-page.ts';
import type { ReadContext } from './read.ts';
import { aReadingRoom } from './reading.fixture.ts';
import { readSite } from './site.ts';
import { readSiteIndex } from './site-index.ts';
import { readSitemap } from './sitemap.ts';

const article = '/back-pain/stiff-neck';

/** Everything that the site reads, by what readers get of it. */
const reads: Record<string, (context: ReadContext) => Promise<unknown>> = {
  'an article': (context) => readAddress(context, article),
  'a topic': (context) => readAddress(context, '/back-pain'),
  'a page': (context) => readAddress(context, '/about'),
  'a person': (context) => readAddress(context, '/people/mira-lindqvist'),
  'a moved address': (context) => readAddress(context, '/back-pain/wry-neck'),
  'the home page': readHomePage,
  'A to Z': (context) => readAllArticles(context),
  people: readPeoplePage,
  'what is around search': readSite,
  'the feed': (context) => readFeed(context),
  'a topic’s feed': (context) => readFeed(context, '/back-pain'),
  'the sitemap': readSitemap,
  'what programs are told of': readSiteIndex,
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
  test.each(Object.entries(nonsense))('is as it was when the lake answers %s', async (_name, answer) => {
    const { context } = aReadingRoom(oneOfEachType());
    const before = await read(context);
    const after = await read({ ...context, client: { fetch: async () => answer } });
    const withoutStaleness = (value: unknown) => JSON.stringify(value).replace(/"stale":(true|false)/g, '');
    expect(withoutStaleness(after)).toBe(withoutStaleness(before));
  });
});

test('a lake that falls between two questions leaves the whole page as it was', async () => {
  const { context, room } = aReadingRoom(oneOfEachType());
  await readAddress(context, article);
  // Another reference and another title: the second question is not the one that was asked before.
  const edited = anArticle({
    title: 'Wry neck',
    references: [{ _type: 'reference', _key: 'other', _ref: 'reference-other' }],
  });
  room.documents = [
    ...oneOfEachType().filter(({ _type }) => _type !== 'article'),
    edited,
    aReference({ _id: 'reference-other' }),
  ];
  let asked = 0;
  const falling: ReadContext['client'] = {
    async fetch(...question) {
      asked += 1;
      if (asked > 1) throw new Error('The lake is down.');
      return context.client.fetch(...question);
    },
  };
  const during = await readAddress({ ...context, client: falling }, article);
  expect(asked).toBe(2);
  expect(during).toMatchObject({ stale: true, data: { kind: 'article', article: { title: 'Stiff neck' } } });
  room.fails = true;
  expect(await readAddress(context, article)).toEqual(during);
  room.fails = false;
  expect((await readAddress(context, article)).data).toMatchObject({ article: { title: 'Wry neck' } });
});

test('what is remembered of a page is replaced when it changes, and takes no more room', async () => {
  const { context, room } = aReadingRoom(oneOfEachType());
  const remembered = new Set<string>();
  const lastGood: ReadContext['lastGood'] = {
    get: context.lastGood.get,
    async set(key, answer) {
      remembered.add(key);
      await context.lastGood.set(key, answer);
    },
  };
  const readAll = async () => {
    for (const read of Object.values(reads)) await read({ ...context, lastGood });
  };
  await readAll();
  const before = [...remembered];
  const others = oneOfEachType().filter(({ _type }) => _type !== 'article');
  const references = [{ _type: 'reference' as const, _key: 'other', _ref: 'reference-other' }];
  const below = aTopic({
    _id: 'topic-below',
    slug: { _type: 'slug', current: 'below' },
    parent: { _ref: 'topic-back-pain' },
  });
  room.documents = [
    ...others,
    anArticle({ title: 'Wry neck', references }),
    aReference({ _id: 'reference-other' }),
    below,
  ];
  await readAll();
  expect([...remembered]).toEqual(before);
});

test('a full disk keeps nobody from what the lake says', async () => {
  const { context, problems } = aReadingRoom(oneOfEachType());
  const full = { get: context.lastGood.get, set: () => Promise.reject(new Error('ENOSPC')) };
  const { data, stale } = await readAddress({ ...context, lastGood: full }, article);
  expect([data.kind, stale]).toEqual(['article', false]);
  expect((await readSite({ ...context, lastGood: full })).stale).toBe(false);
  expect(problems).toContainEqual({ message: expect.stringContaining('ENOSPC') });
});

test('an address that moved with its branch still leads on while the lake fails, and a made-up one is not remembered', async () => {
  const moved = aRedirect({ from: '/old-backs', target: { _ref: 'topic-back-pain' } });
  const { context, room } = aReadingRoom([...oneOfEachType(), moved]);
  for (const path of ['/old-backs/stiff-neck', '/old-backs/made-up']) await readAddress(context, path);
  room.fails = true;
  expect((await readAddress(context, '/old-backs/stiff-neck')).data).toEqual({ kind: 'redirect', to: article });
  await expect(readAddress(context, '/old-backs/made-up')).rejects.toThrow('The lake is down.');
});

test('whoever was taken away is named in no feed while the lake fails', async () => {
  const { context, room } = aReadingRoom(oneOfEachType());
  expect((await readFeed(context))?.entries[0]?.authors).toEqual(['Mira Lindqvist']);
  room.fails = true;
  room.gone.set(aPerson()._id, 1);
  expect((await readFeed(context))?.entries[0]?.authors).toEqual([]);
});

describe('a document that is not valid', () => {
  const invalid = [
    { ...theSettings(), contactEmail: 7, footerPages: 'none' },
    { ...aTopic(), _id: 'topic-broken', title: 7 },
    { ...anArticle(), _id: 'article-broken', title: 7, slug: { current: 'broken' } },
    // Before the valid one, at the same address.
    { ...aPerson(), _id: 'person-broken', name: 7 },
    { ...aPlacement(), _id: 'placement-broken', position: 'everywhere' },
  ];

  test.each(Object.entries(reads))('takes nothing from %s but itself', async (_, read) => {
    const { context, problems } = aReadingRoom([
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

  test('takes only its wrong fields from the settings, and all are reported with their paths', async () => {
    const { context, problems } = aReadingRoom([
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
