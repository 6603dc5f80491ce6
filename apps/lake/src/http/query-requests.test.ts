import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client('editor');
  await client.releases.create({ releaseId: 'rABC', metadata: { title: 'Spring', releaseType: 'asap' } });
  const ids = ['a', 'drafts.a', 'drafts.b', 'versions.rABC.a'];
  await client.mutate(ids.map((_id) => ({ create: { _id, _type: 'note', text: `I am ${_id}` } })));
});
afterAll(() => lake.stop());

async function get(path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${client.config().token}`, 'content-type': 'application/json' };
  const response = await fetch(lake.url + path, { headers, ...init });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

const notes = encodeURIComponent('*[_type == "note"] | order(_id) {_id, _originalId}');
const published = { _id: 'a', _originalId: 'a' };
const asDraft = (id: string) => ({ _id: id, _originalId: `drafts.${id}` });
const inRelease = { _id: 'a', _originalId: 'versions.rABC.a' };

describe('a perspective', () => {
  test.each([
    ['published', [published]],
    ['drafts', [asDraft('a'), asDraft('b')]],
    ['previewDrafts', [asDraft('a'), asDraft('b')]],
    ['rABC', [inRelease]],
    ['rABC,drafts', [inRelease, asDraft('b')]],
    ['drafts,rABC', [asDraft('a'), asDraft('b')]],
    ['["rABC","drafts"]', [inRelease, asDraft('b')]],
    ['rABC,published', [inRelease]],
  ])('%s', async (perspective, result) => {
    const query = `query=${notes}&perspective=${encodeURIComponent(perspective)}`;
    expect((await get(`/v2025-02-19/data/query/production?${query}`)).body).toMatchObject({ result });
  });

  test('raw shows each variant as it is stored', async () => {
    const { body } = await get(`/v2025-02-19/data/query/production?query=${notes}&perspective=raw`);
    const ids = ['a', 'drafts.a', 'drafts.b', 'versions.rABC.a'];
    expect(body).toMatchObject({ result: ids.map((_id) => ({ _id, _originalId: null })) });
  });

  test.each(['raw,drafts', '["raw"', 'a b', "x'y", Array(60).fill('r').join()])(
    '%s is refused',
    async (perspective) => {
      const query = `query=${notes}&perspective=${encodeURIComponent(perspective)}`;
      expect((await get(`/v2025-02-19/data/query/production?${query}`)).status).toBe(400);
    },
  );
});

describe('an API version', () => {
  const count = encodeURIComponent('count(*[_type == "note"])');
  const today = new Date().toISOString().slice(0, 10);

  test.each([
    ['v1', 3],
    ['v2021-03-25', 3],
    ['v2025-02-18', 3],
    ['v2025-02-19', 1],
    [`v${today}`, 1],
    ['vX', 1],
  ])('%s has its default perspective', async (version, result) => {
    expect((await get(`/${version}/data/query/production?query=${count}`)).body).toMatchObject({ result });
  });

  test.each(['v2999-01-01', 'v2025-13-01', 'v2025-02-30'])('%s is refused', async (version) => {
    const { status, body } = await get(`/${version}/data/query/production?query=${count}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ message: expect.stringContaining(version) });
  });

  test.each(['v2', 'vx', '2025-02-19'])('%s is nowhere', async (version) => {
    expect((await get(`/${version}/data/query/production?query=${count}`)).status).toBe(404);
  });
});

describe('a query', () => {
  const path = '/v2025-02-19/data/query/production';

  test('by GET takes its parameters as JSON, by POST in its body', async () => {
    const query = '*[_id == $id && $n > 1 && $list[0] == "x"][0].text';
    const params = { id: 'a', n: 2, list: ['x'] };
    const search = new URLSearchParams({ query });
    for (const [name, value] of Object.entries(params)) search.set(`$${name}`, JSON.stringify(value));
    const expected = { status: 200, body: { result: 'I am a', query } };
    expect(await get(`${path}?${search}`)).toMatchObject(expected);
    expect(await get(path, { method: 'POST', body: JSON.stringify({ query, params }) })).toMatchObject(expected);
  });

  test('is left out of the answer with returnQuery=false', async () => {
    expect((await get(`${path}?query=1&returnQuery=false`)).body).not.toHaveProperty('query');
    const answer = await client.fetch('1', {}, { filterResponse: false, returnQuery: false });
    expect(answer).not.toHaveProperty('query');
    expect(answer).toMatchObject({ result: 1, ms: expect.any(Number), syncTags: [] });
  });

  test('that names a parameter it was not given is refused, as Sanity does', async () => {
    const query = '*[_id == $id && title != "$none" /* no comment */]';
    expect(
      (await failureOf(client.fetch('*[_id == $id && title != "$none"] // $x', { other: 1 }))).details,
    ).toMatchObject({
      type: 'queryParseError',
      description: 'param $id referenced, but not provided',
      start: 9,
      end: 12,
    });
    expect((await get(`${path}?query=${encodeURIComponent(query)}`)).status).toBe(400);
    expect(await client.fetch('fn own::f($x) = $x{_id}; own::f(*[_id == $id][0])', { id: 'a' })).toEqual({ _id: 'a' });
  });

  test.each([
    ['?query=1&$a={', 400, 'The parameter “$a” is not valid JSON'],
    ['', 400, 'The parameter “query” is missing'],
    [`?query=1&x=${'x'.repeat(40_000)}`, 414, 'POST'],
  ])('%.20s is refused with a sentence', async (search, status, sentence) => {
    const answer = await get(path + search);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(sentence);
  });

  test.each(['', '{', '[]', '{"query": 1}', '{"query": "1", "params": 3}'])(
    'with the body %s is refused',
    async (body) => {
      expect((await get(path, { method: 'POST', body })).status).toBe(400);
    },
  );
});

test('a document comes with its draft and versions with includeAllVersions', async () => {
  const found = await client.getDocument('a', { includeAllVersions: true });
  expect(found.map(({ _id }) => _id)).toEqual(['a', 'drafts.a', 'versions.rABC.a']);
  expect(await client.getDocument('nobody', { includeAllVersions: true })).toEqual([]);
});
