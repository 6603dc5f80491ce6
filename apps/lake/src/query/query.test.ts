import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { QueryParams, SanityClient, SanityDocumentStub } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client('editor');
  const topic = { _type: 'reference', _ref: 'back' };
  const documents: SanityDocumentStub[] = [
    { _id: 'back', _type: 'topic', title: 'Back pain', slug: { current: 'back-pain' } },
    { _id: 'spasm', _type: 'article', title: 'Lower back spasm', slug: { current: 'spasm' }, topic },
    { _id: 'drafts.spasm', _type: 'article', title: 'Lower back spasms, new', topic },
    { _id: 'drafts.sciatica', _type: 'article', title: 'Sciatica', body: [{ text: 'shooting pain' }], topic },
    { _id: 'versions.spring.spasm', _type: 'article', title: 'Spasm in spring', topic },
    { _id: 'versions.spring.back', _type: 'topic', title: 'Gone', _system: { delete: true } },
  ];
  await client.mutate(documents.map((create) => ({ create })));
});
afterAll(() => lake.stop());

describe('perspectives', () => {
  const titles = (perspective: 'raw' | 'published' | 'drafts' | string[]) =>
    client.fetch('*[_type == "article"] | order(_id) {_id, _originalId, title}', {}, { perspective });

  test('published shows what is published, and nothing of drafts', async () => {
    expect(await titles('published')).toEqual([{ _id: 'spasm', _originalId: 'spasm', title: 'Lower back spasm' }]);
  });

  test('drafts shows each document once, under its published id, as its draft if there is one', async () => {
    expect(await titles('drafts')).toEqual([
      { _id: 'sciatica', _originalId: 'drafts.sciatica', title: 'Sciatica' },
      { _id: 'spasm', _originalId: 'drafts.spasm', title: 'Lower back spasms, new' },
    ]);
  });

  test('a stack of releases shows the uppermost version, and leaves out what the release unpublishes', async () => {
    expect(await titles(['spring', 'drafts'])).toMatchObject([{ title: 'Sciatica' }, { title: 'Spasm in spring' }]);
    expect(await client.fetch('*[_type == "topic"]', {}, { perspective: ['spring'] })).toEqual([]);
  });

  test('references are followed within the perspective', async () => {
    const query = '*[_id == "sciatica"][0].topic->title';
    expect(await client.fetch(query, {}, { perspective: 'drafts' })).toBe('Back pain');
    expect(await client.fetch(query, {}, { perspective: ['spring', 'drafts'] })).toBeNull();
  });

  test('without a perspective, new API versions see published documents, and versions before releases see drafts too', async () => {
    const count = async (apiVersion: string) => {
      const { token } = client.config();
      const url = `${lake.url}/v${apiVersion}/data/query/production?query=count(*[_type=="article"])`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      return answer.json();
    };
    expect(await count('2025-02-19')).toMatchObject({ result: 1 });
    expect(await count('2021-06-07')).toMatchObject({ result: 3 });
  });
});

describe('what groq-js lacks', () => {
  const ask = (query: string, params: QueryParams, perspective: 'drafts' | 'published') =>
    client.fetch<unknown>(query, params, { perspective });
  const search = (query: string) =>
    ask('*[_type == "article" && [@, _id] match text::query($__query)]._id', { __query: query }, 'drafts');

  test('the Studio’s search finds words by their beginning, wherever they are', async () => {
    expect(await search('spas*')).toEqual(['spasm']);
    expect(await search('shoot* pain')).toEqual(['sciatica']);
    expect(await search('*')).toEqual(['sciatica', 'spasm']);
    expect(await search('')).toEqual([]);
  });

  test('phrases and excluded words', async () => {
    expect(await search('"lower back"')).toEqual(['spasm']);
    expect(await search('"back lower"')).toEqual([]);
    expect(await search('pain -shooting')).toEqual([]);
  });

  test('the Studio’s reference search is ordered by score', async () => {
    const query = `// findability-mvi:5
      *[_type in $types] | score(boost(_type in ["topic"] && title match text::query($__query), 10), [@, _id] match text::query($__query))
      [_score > 0] {_id, "orderings": [_score]} | order(orderings[0] desc) [0...$limit]`;
    const found = await ask(query, { types: ['article', 'topic'], __query: 'back*', limit: 10 }, 'published');
    expect(found).toMatchObject([{ _id: 'back' }, { _id: 'spasm' }]);
  });

  test('documents::get follows a reference', async () => {
    expect(await client.fetch('*[_id == "spasm"][0]{"topic": documents::get(topic).title}')).toEqual({
      topic: 'Back pain',
    });
  });

  test('a comment at the end needs no new line', async () => {
    expect(await client.fetch('count(*[_type == "topic" && _id == "back"]) // topics')).toBe(1);
  });

  test('long queries come by POST, padded with a comment', async () => {
    expect(await client.fetch(`*[_id == $id][0]._id //${'x'.repeat(20_000)}`, { id: 'back' })).toBe('back');
  });
});

test('an invalid query is answered with the position of the mistake', async () => {
  expect(await failureOf(client.fetch('*[_type == ]{title}'))).toMatchObject({
    statusCode: 400,
    details: { type: 'queryParseError', start: 10, query: '*[_type == ]{title}' },
  });
});

describe('hostile queries end soon, and others are answered', () => {
  const hostile: Record<string, string> = {
    'a deep nest': '('.repeat(5_000),
    'a long chain': Array(20_000).fill('a').join('||'),
    'a chain within the limits': Array(1_900).fill('a').join('||'),
    'a long list of minus signs': `${'-'.repeat(3_900)}1`,
    'a prototype in a projection': '*[0]{"__proto__": {"x": 1}}',
    'a pattern of many wildcards': `*["${'a'.repeat(3_000)}" match "${'*a'.repeat(20)}b"]`,
    'a path of many wildcards': `*["${'a.'.repeat(60)}b" in path("${'**.'.repeat(30)}c")]`,
  };
  test.each(Object.entries(hostile))('%s', async (_, query) => {
    const started = performance.now();
    await client.fetch(query).catch((error: unknown) => expect(error).toMatchObject({ statusCode: 400 }));
    // Without a limit the worst takes far longer; a busy machine takes some seconds.
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(await client.fetch('1 + 1')).toBe(2);
  });

  test('nested scans are stopped at the timeout', async () => {
    await client.mutate(Array.from({ length: 150 }, (_, n) => ({ create: { _id: `many-${n}`, _type: 'many' } })));
    const query = '*[count(*[count(*[count(*[_id != ^._id && _rev != ^.^._id]) > 9999]) > 9999]) > 9999]';
    expect(await failureOf(client.fetch(query))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('stopped'),
    });
  }, 15_000);
});
