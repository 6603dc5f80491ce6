import {
  aFigure,
  aLinkedParagraph,
  anArticle,
  aPage,
  aParagraph,
  aPlacement,
  aRedirect,
  aTopic,
  oneOfEachType,
} from '@bodytext/schema/fixtures';
import { describe, expect, test } from '@jest/globals';
import { readAddress } from './address.ts';
import { inMemoryLake, oneOfEachTypeReviewed } from './in-memory-lake.fixture.ts';

const article = '/back-pain/stiff-neck';

describe('an article', () => {
  test('is found at its topics’ slugs and its own, with all data of its page', async () => {
    const { context, problems } = inMemoryLake(oneOfEachType());
    const { data } = await readAddress(context, article);
    if (data.kind !== 'article') throw new Error(`Found a ${data.kind}.`);
    expect(data.article.headline).toBe('When turning your head hurts');
    expect(data.breadcrumb).toEqual([{ id: 'topic-back-pain', title: 'Back pain', path: '/back-pain' }]);
    expect(data.authors.map(({ name }) => name)).toEqual(['Mira Lindqvist']);
    expect(data.reviewer?.name).toBe('Mira Lindqvist');
    expect(data.references.map(({ title }) => title)).toEqual(['Neck pain: assessment and management']);
    expect(data.placements).toHaveLength(1);
    expect(data.site.settings.siteName).toBe('Plain Backs');
    expect(data.site.footer.map(({ path }) => path)).toEqual(['/about']);
    expect(problems).toEqual([]);
  });

  test('is not found at its slug alone, below another topic, or with a slash too many', async () => {
    const { context } = inMemoryLake([...oneOfEachType(), aTopic({ _id: 'topic-heads', slug: { current: 'heads' } })]);
    for (const path of ['/stiff-neck', '/heads/stiff-neck', '/back-pain/stiff-neck/more']) {
      expect((await readAddress(context, path)).data.kind).toBe('missing');
    }
  });

  test('has links to published documents only, and depends on missing ones', async () => {
    const toAbout = aParagraph('About us', {
      _key: 'about',
      children: [{ _type: 'span', _key: 's', text: 'About us', marks: ['a', 'b'] }],
      markDefs: [
        { _type: 'internalLink', _key: 'a', reference: { _ref: 'page-about' } },
        { _type: 'internalLink', _key: 'b', reference: { _ref: 'article-gone' } },
      ],
    });
    const linking = anArticle({
      what: { heading: 'What', body: [toAbout, aLinkedParagraph('Out', 'https://example.org/')] },
    });
    const { context } = inMemoryLake([...oneOfEachType().filter(({ _type }) => _type !== 'article'), linking]);
    const { data, tags } = await readAddress(context, article);
    if (data.kind !== 'article') throw new Error(`Found a ${data.kind}.`);
    expect(data.links).toMatchObject({ 'page-about': { title: 'About us', path: '/about' } });
    expect(data.links).not.toHaveProperty('article-gone');
    expect(tags).toContain('document:article-gone');
  });

  test('expires at the next start or end of a placement', async () => {
    const startsAt = new Date(Date.now() + 3_600_000).toISOString();
    const newsroom = oneOfEachTypeReviewed().filter(({ _type }) => _type !== 'placement');
    const { context } = inMemoryLake([...newsroom, aPlacement({ startsAt, endsAt: undefined })]);
    expect((await readAddress(context, article)).validUntil).toBe(startsAt);
  });
});

describe('a topic', () => {
  test('has its whole branch, with every article under its own topic', async () => {
    const below = aTopic({
      _id: 'topic-neck',
      title: 'Neck',
      slug: { current: 'neck' },
      parent: { _ref: 'topic-back-pain' },
    });
    const deep = anArticle({
      _id: 'article-deep',
      title: 'Deep',
      slug: { current: 'deep' },
      topic: { _ref: 'topic-neck' },
    });
    const { context } = inMemoryLake([...oneOfEachType(), below, deep]);
    const { data } = await readAddress(context, '/back-pain');
    if (data.kind !== 'topic') throw new Error(`Found a ${data.kind}.`);
    expect(data.branch.articles.map(({ path }) => path)).toEqual([article]);
    expect(data.branch.children.map(({ title }) => title)).toEqual(['Neck']);
    expect(data.branch.children[0]?.articles.map(({ path }) => path)).toEqual(['/back-pain/neck/deep']);
  });

  test('leaves out an invalid article, and reports it', async () => {
    const broken = {
      _id: 'article-broken',
      _type: 'article',
      title: 7,
      topic: { _ref: 'topic-back-pain' },
      slug: { current: 'x' },
    };
    const { context, problems } = inMemoryLake([...oneOfEachType(), broken]);
    const { data } = await readAddress(context, '/back-pain');
    if (data.kind !== 'topic') throw new Error(`Found a ${data.kind}.`);
    expect(data.branch.articles.map(({ id }) => id)).toEqual(['article-stiff-neck']);
    expect(problems).toMatchObject([{ documentId: 'article-broken' }]);
  });
});

test('a page and a person are found at their addresses', async () => {
  const { context } = inMemoryLake(oneOfEachType());
  expect((await readAddress(context, '/about')).data.kind).toBe('page');
  const { data } = await readAddress(context, '/people/mira-lindqvist');
  if (data.kind !== 'person') throw new Error(`Found a ${data.kind}.`);
  expect(data.wrote.map(({ title }) => title)).toEqual(['Stiff neck']);
  expect(data.reviewed.map(({ title }) => title)).toEqual(['Stiff neck']);
});

describe('a redirect', () => {
  test('leads to the document’s current address', async () => {
    const { context } = inMemoryLake(oneOfEachType());
    expect((await readAddress(context, '/back-pain/wry-neck')).data).toEqual({ kind: 'redirect', to: article });
  });

  test('of a topic applies to the addresses below it', async () => {
    const moved = aRedirect({ from: '/old-backs', target: { _ref: 'topic-back-pain' } });
    const { context } = inMemoryLake([...oneOfEachType(), moved]);
    expect((await readAddress(context, '/old-backs/stiff-neck')).data).toEqual({ kind: 'redirect', to: article });
  });

  test('leads to the final destination when topic and article both moved', async () => {
    const topicMoved = aRedirect({ _id: 'r1', from: '/old-backs', target: { _ref: 'topic-back-pain' } });
    const { context } = inMemoryLake([...oneOfEachType(), topicMoved]);
    expect((await readAddress(context, '/old-backs/wry-neck')).data).toEqual({ kind: 'redirect', to: article });
  });

  test('leads to the final destination after several moves, and never hides a document that moved back', async () => {
    const redirects = ['/back-pain/cramp', article, '/neck'].map((from, index) =>
      aRedirect({ _id: `r${index}`, from, target: { _ref: 'article-stiff-neck' } }),
    );
    const written = [
      aRedirect({ _id: 'w1', from: '/first', target: undefined, to: '/second' }),
      aRedirect({ _id: 'w2', from: '/second', target: undefined, to: '/neck' }),
    ];
    const { context } = inMemoryLake([...oneOfEachType(), ...redirects, ...written]);
    expect((await readAddress(context, article)).data.kind).toBe('article');
    for (const path of ['/back-pain/cramp', '/neck', '/first', '/second']) {
      expect((await readAddress(context, path)).data).toEqual({ kind: 'redirect', to: article });
    }
  });

  test('applies to a whole branch when topics above and below moved more than once', async () => {
    const below = aTopic({
      _id: 'topic-neck',
      title: 'Neck',
      slug: { current: 'neck' },
      parent: { _ref: 'topic-back-pain' },
    });
    const deep = anArticle({ _id: 'deep', slug: { current: 'deep' }, topic: { _ref: 'topic-neck' } });
    const redirects = [
      aRedirect({ _id: 'r1', from: '/spines', target: { _ref: 'topic-back-pain' } }),
      aRedirect({ _id: 'r2', from: '/backs', target: { _ref: 'topic-back-pain' } }),
      aRedirect({ _id: 'r3', from: '/backs/throat', target: { _ref: 'topic-neck' } }),
      aRedirect({ _id: 'r4', from: '/back-pain/throat', target: { _ref: 'topic-neck' } }),
      aRedirect({ _id: 'r5', from: '/spines/throat/old', target: { _ref: 'deep' } }),
    ];
    const { context } = inMemoryLake([...oneOfEachType(), below, deep, ...redirects]);
    for (const path of ['/spines/throat/old', '/spines/throat/deep', '/backs/throat/deep', '/backs/neck/deep']) {
      const { data } = await readAddress(context, path);
      expect([path, data]).toEqual([path, { kind: 'redirect', to: '/back-pain/neck/deep' }]);
    }
  });

  test('leads to the notice of a withdrawn article', async () => {
    const withdrawal = { withdrawnOn: '2026-04-01', notice: 'It rested on a retracted study.' };
    const others = oneOfEachType().filter(({ _type }) => _type !== 'article');
    const { context } = inMemoryLake([...others, anArticle({ withdrawal })]);
    expect((await readAddress(context, '/back-pain/wry-neck')).data).toEqual({ kind: 'redirect', to: article });
  });

  test('is missing when its target was deleted, and in a redirect loop', async () => {
    const gone = aRedirect({ _id: 'r1', from: '/gone', target: { _ref: 'article-gone', _weak: true } });
    const there = aRedirect({ _id: 'r2', from: '/there', target: undefined, to: '/back' });
    const back = aRedirect({ _id: 'r3', from: '/back', target: undefined, to: '/there' });
    const { context } = inMemoryLake([...oneOfEachType(), gone, there, back]);
    expect((await readAddress(context, '/gone')).data.kind).toBe('missing');
    expect((await readAddress(context, '/there')).data.kind).toBe('missing');
  });

  test('never hides a document at its address', async () => {
    const { context } = inMemoryLake([
      ...oneOfEachType(),
      aRedirect({ from: article, target: { _ref: 'page-about' } }),
    ]);
    expect((await readAddress(context, article)).data.kind).toBe('article');
  });

  test('may lead to another site, or to a page without a document', async () => {
    const out = aRedirect({ _id: 'r1', from: '/out', target: undefined, to: 'https://www.example.org/' });
    const search = aRedirect({ _id: 'r2', from: '/find', target: undefined, to: '/search' });
    const { context } = inMemoryLake([...oneOfEachType(), out, search]);
    expect((await readAddress(context, '/out')).data).toEqual({ kind: 'redirect', to: 'https://www.example.org/' });
    expect((await readAddress(context, '/find')).data).toEqual({ kind: 'redirect', to: '/search' });
  });
});

describe('when the lake fails', () => {
  test('the last good answer is used, marked as stale', async () => {
    const { context, lake } = inMemoryLake(oneOfEachType());
    await readAddress(context, article);
    lake.fails = true;
    const { data, stale } = await readAddress(context, article);
    expect(data.kind).toBe('article');
    expect(stale).toBe(true);
  });

  test('an address without a last good answer is an error, not a missing page', async () => {
    const { context, lake } = inMemoryLake(oneOfEachType());
    lake.fails = true;
    await expect(readAddress(context, article)).rejects.toThrow('The lake is down.');
  });

  test('answers to invented addresses are not saved, because they would fill the disk', async () => {
    const { context, lake } = inMemoryLake(oneOfEachType());
    expect((await readAddress(context, '/made-up')).data.kind).toBe('missing');
    lake.fails = true;
    await expect(readAddress(context, '/made-up')).rejects.toThrow('The lake is down.');
  });

  test('an unpublished document does not come back', async () => {
    const { context, lake } = inMemoryLake(oneOfEachType());
    await readAddress(context, article);
    lake.documents = oneOfEachType().filter(({ _type }) => _type !== 'article');
    await readAddress(context, article);
    lake.fails = true;
    expect((await readAddress(context, article)).data.kind).toBe('missing');
  });
});

test('an invalid document is reported, and the last good answer stays', async () => {
  const { context, lake, problems } = inMemoryLake(oneOfEachType());
  await readAddress(context, article);
  const rest = oneOfEachType().filter(({ _type }) => _type !== 'article');
  lake.documents = [...rest, { ...anArticle(), headline: 7 }];
  const { data, stale } = await readAddress(context, article);
  if (data.kind !== 'article') throw new Error(`Found a ${data.kind}.`);
  expect(data.article.headline).toBe('When turning your head hurts');
  expect(stale).toBe(true);
  expect(problems[0]).toMatchObject({ documentId: 'article-stiff-neck', message: expect.stringContaining('headline') });
});

describe('a draft', () => {
  test('has placeholders for missing fields', async () => {
    const draft = {
      _id: 'article-new',
      _type: 'article',
      title: 'New',
      slug: { current: 'new' },
      topic: { _ref: 'topic-back-pain' },
    };
    const { context } = inMemoryLake([...oneOfEachType(), draft]);
    const { data } = await readAddress({ ...context, perspective: 'drafts' }, '/back-pain/new');
    if (data.kind !== 'article') throw new Error(`Found a ${data.kind}.`);
    expect(data.article.title).toBe('New');
    expect(data.article.headline).toBe('Headline to come');
    expect(data.article.what.body).toHaveLength(1);
  });

  test('has an image without alternative text, and leaves out unfinished items', async () => {
    const { alt: _undescribed, ...figure } = aFigure();
    const body = [aParagraph('Words.'), { ...figure, _key: 'f' }, { _type: 'careCard', _key: 'c', urgency: 'urgent' }];
    const draft = { ...anArticle(), heroImage: { _type: 'figure' }, what: { heading: 'What', body } };
    const { context } = inMemoryLake([...oneOfEachType().filter(({ _type }) => _type !== 'article'), draft]);
    const { data } = await readAddress({ ...context, perspective: 'drafts' }, article);
    if (data.kind !== 'article') throw new Error(`Found a ${data.kind}.`);
    expect(data.article.heroImage).toBeUndefined();
    expect(data.article.what.body.map(({ _type }) => _type)).toEqual(['block', 'figure']);
  });

  test('is never saved as a last good answer', async () => {
    const { context, lake } = inMemoryLake(oneOfEachType());
    await readAddress({ ...context, perspective: 'drafts' }, article);
    lake.fails = true;
    await expect(readAddress(context, article)).rejects.toThrow('The lake is down.');
  });
});

test('a plain page is found by its slug, not by its title', async () => {
  const { context } = inMemoryLake([aPage({ title: 'Contact', slug: { current: 'write-to-us' } })]);
  expect((await readAddress(context, '/contact')).data.kind).toBe('missing');
  expect((await readAddress(context, '/write-to-us')).data.kind).toBe('page');
});

describe('while the lake fails', () => {
  test('a removed document does not come back, at its address or in lists', async () => {
    const { context, lake } = inMemoryLake([
      ...oneOfEachType(),
      anArticle({ _id: 'other', slug: { current: 'other' } }),
    ]);
    for (const path of [article, '/back-pain/other']) await readAddress(context, path);
    lake.fails = true;
    lake.position = 1;
    lake.gone.set('article-stiff-neck', 1);
    expect((await readAddress(context, article)).data.kind).toBe('missing');
    const other = await readAddress(context, '/back-pain/other');
    expect(other.data).toMatchObject({ kind: 'article', related: [] });
  });

  test('a placement that was switched off does not come back', async () => {
    const { context, lake } = inMemoryLake(oneOfEachType());
    await readAddress(context, article);
    lake.fails = true;
    lake.gone.set('placement-newsletter', 1);
    expect((await readAddress(context, article)).data).toMatchObject({ kind: 'article', placements: [] });
  });

  test('the notice of a withdrawn article stays', async () => {
    const withdrawal = { withdrawnOn: '2026-04-01', notice: 'It rested on a retracted study.' };
    const others = oneOfEachType().filter(({ _type }) => _type !== 'article');
    const { context, lake } = inMemoryLake([...others, anArticle({ withdrawal })]);
    lake.position = 1;
    lake.gone.set('article-stiff-neck', 1);
    await readAddress(context, article);
    lake.fails = true;
    expect((await readAddress(context, article)).data).toMatchObject({ kind: 'article', article: { withdrawal } });
  });
});
