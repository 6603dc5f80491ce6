import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { parseEvents } from '../listen/event-source.fixture.ts';

/* What API versions before 2025-02-19 know: published documents and drafts, and nothing of releases. */

const old = '2025-02-18';
const embargoed = 'Nobody may read this yet.';
let lake: TestLake;
let now: SanityClient;
let before: SanityClient;

beforeAll(async () => {
  lake = await startTestLake();
  now = lake.client('administrator');
  before = now.withConfig({ apiVersion: old });
  await now.releases.create({ releaseId: 'rSecret', metadata: { title: 'Spring', releaseType: 'asap' } });
  await now.create({ _id: 'other', _type: 'note', text: 'I am other' });
  await now.create({ _id: 'a', _type: 'note', text: 'I am a' });
  await now.create({ _id: 'drafts.a', _type: 'note', text: 'I am drafts.a' });
  await now.create({
    _id: 'versions.rSecret.a',
    _type: 'note',
    text: embargoed,
    other: { _type: 'reference', _ref: 'other' },
  });
});
afterAll(() => lake.stop());

function get(path: string, version = old): Promise<Response> {
  return fetch(`${lake.url}/v${version}${path}`, { headers: { authorization: `Bearer ${now.config().token}` } });
}

const inAddress = (query: string) => `query=${encodeURIComponent(query)}`;

test.each(['1', '2021-03-25', old])('in v%s, no read shows a version of a document', async (version) => {
  const transaction = await now.fetch<string>('*[_id == "versions.rSecret.a"][0]._rev');
  const all = '*[_type == "note"] | order(_id)';
  const paths = [
    `/data/query/production?${inAddress(all)}`,
    `/data/query/production?${inAddress(all)}&perspective=raw`,
    `/data/query/production?${inAddress('*')}&perspective=raw`,
    `/data/query/production?${inAddress('*[_id == "versions.rSecret.a"]')}&perspective=raw`,
    `/data/query/production?${inAddress('*[_id in path("versions.**")][0]')}`,
    `/data/query/production?${inAddress('{"a": *[references("other")], "n": *[text match "nobody*"]}')}`,
    `/data/query/production?${inAddress('*[_type == "note"]{text, "at": {"_ref": "versions.rSecret.a"}->text}')}`,
    `/data/query/production?${inAddress('*[0...100]{..., "long": string(count(*[_id match "*"]))}')}&resultSourceMap=true`,
    '/data/doc/production/versions.rSecret.a',
    '/data/doc/production/a?includeAllVersions=true',
    '/data/export/production',
    '/data/references/production/documents/other/to',
    '/data/history/production/documents/versions.rSecret.a?lastRevision=true',
    `/data/history/production/documents/versions.rSecret.a?revision=${transaction}`,
    '/data/history/production/transactions/versions.rSecret.a,a?effectFormat=mendoza',
  ];
  for (const path of paths) {
    const newer = await (await get(path, '2025-02-19')).text();
    const older = await get(path, version);
    const text = await older.text();
    expect([path, older.status, text.includes(embargoed), text.includes('"versions.rSecret.a"}')]).toEqual([
      path,
      200,
      false,
      false,
    ]);
    // The same request does show the version, by an API version with releases.
    if (path.includes('raw') || path.includes('/doc/')) expect([path, newer.includes(embargoed)]).toEqual([path, true]);
  }
  const ids = await now.withConfig({ apiVersion: version }).fetch(`${all}._id`);
  expect(ids).toEqual(['a', 'drafts.a', 'other']);
  expect(await now.withConfig({ apiVersion: version }).fetch('count(*[_type == "note"])')).toBe(3);
});

test('the default perspective is raw, and drafts and published are as they were', async () => {
  const textsIn = async (perspective: string) => {
    const query = inAddress('*[_id match "*a"] | order(_id).text');
    return (await get(`/data/query/production?${query}${perspective}`)).json();
  };
  expect(await textsIn('')).toMatchObject({ result: ['I am a', 'I am drafts.a'] });
  expect(await textsIn('&perspective=published')).toMatchObject({ result: ['I am a'] });
  expect(await textsIn('&perspective=drafts')).toMatchObject({ result: ['I am drafts.a'] });
  expect(await textsIn('&perspective=previewDrafts')).toMatchObject({ result: ['I am drafts.a'] });
});

test.each(['rSecret', 'rSecret,drafts', 'drafts,published', '["rSecret"]', 'made-up'])(
  'the perspective %s is refused with a sentence',
  async (perspective) => {
    const answer = await get(`/data/query/production?${inAddress('*')}&perspective=${encodeURIComponent(perspective)}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { description: expect.stringMatching(/^Complex perspectives are not supported.*v2025-02-19 or later/) },
    });
  },
);

describe('a stream', () => {
  /** The events that an old API version gets when a version changes, and after that a draft. */
  async function heard(path: string): Promise<string> {
    const answer = await get(path);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const reading = (async () => {
      for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) text += chunk.value;
    })().catch(() => undefined);
    await until(() => parseEvents(text).events.some(({ event }) => event === 'welcome'));
    await now
      .patch('versions.rSecret.a')
      .set({ text: `${embargoed} ${path}` })
      .commit();
    await now.patch('drafts.a').set({ note: path }).commit();
    await until(() => parseEvents(text).events.length > 1);
    await reader?.cancel();
    await reading;
    return text;
  }

  test('of listen has no events for versions, not even with includeAllVersions', async () => {
    const text = await heard(`/data/listen/production?${inAddress('*')}&includeResult=true&includeAllVersions=true`);
    expect(text).toContain('drafts.a');
    expect(text).not.toContain('versions.');
    expect(text).not.toContain(embargoed);
  });

  test('of live events has no messages for versions', async () => {
    const text = await heard('/data/live/events/production?includeDrafts=true');
    expect(parseEvents(text).events.filter(({ event }) => event === 'message')).toHaveLength(1);
  });
});

describe('an action', () => {
  test.each([
    { actionType: 'sanity.action.release.create', releaseId: 'rOther', metadata: { title: 'Other' } },
    { actionType: 'sanity.action.release.publish', releaseId: 'rSecret' },
    { actionType: 'sanity.action.release.schedule', releaseId: 'rSecret', publishAt: '2030-01-01T00:00:00Z' },
    { actionType: 'sanity.action.release.archive', releaseId: 'rSecret' },
    { actionType: 'sanity.action.document.version.create', publishedId: 'other', versionId: 'versions.rSecret.other' },
    { actionType: 'sanity.action.document.version.discard', versionId: 'versions.rSecret.a' },
    { actionType: 'sanity.action.document.discard', versionId: 'versions.rSecret.a' },
    { actionType: 'sanity.action.document.discard', draftId: 'versions.rSecret.a' },
  ])('of releases is refused, and does nothing: $actionType', async (action) => {
    const body = JSON.stringify({ actions: [action] });
    const headers = { authorization: `Bearer ${now.config().token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${lake.url}/v${old}/data/actions/production`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as {
      error: { items: { index: number; error: { description: string } }[] };
    };
    expect(error.items[0]?.error.description).toMatch(/needs API version v2025-02-19 or later/);
    expect(
      await now.fetch('{"n": count(*[_id == "versions.rSecret.a"]), "r": *[_type == "system.release"].state}'),
    ).toEqual({
      n: 1,
      r: ['active'],
    });
  });

  test('on drafts still works', async () => {
    const publishedId = 'other';
    await before.create({ _id: 'drafts.other', _type: 'note', text: 'New words.' });
    await before.action({ actionType: 'sanity.action.document.publish', draftId: 'drafts.other', publishedId });
    expect(await now.fetch('*[_id == "other"][0].text')).toBe('New words.');
  });
});

test('a mutation by query does not touch versions, which the query would not find', async () => {
  await before.patch({ query: '*[_type == "note"]' }).set({ seen: true }).commit();
  expect(await now.fetch('*[_type == "note" && seen] | order(_id)._id')).toEqual(['a', 'drafts.a', 'other']);
});

test('an error does not reveal the content of a release', async () => {
  const failure = await failureOf(before.delete('other'));
  expect(JSON.stringify(failure)).not.toContain('versions.');
});
