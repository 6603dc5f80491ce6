import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { failureOf, startTestLake, studioUrl, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake({
    plugin: {
      roles: { marketer: { grants: [{ filter: '_type == "offer"', permissions: ['create', 'read', 'update'] }] } },
    },
  });
});
afterAll(() => lake.stop());

let count = 0;
function aUser(role = 'editor') {
  return lake.lake.people.add({ name: 'Ada Lovelace', email: `ada${++count}@example.org`, role });
}

describe('signing in', () => {
  const open = (code: string, method = 'GET') => fetch(`${lake.url}/sign-in/${code}`, { method, redirect: 'manual' });
  const fetchToken = (sid: string) => fetch(`${lake.url}/v2025-02-19/auth/fetch?sid=${sid}`);
  const account = (token: string) =>
    fetch(`${lake.url}/v2025-02-19/users/me`, { headers: { authorization: `Bearer ${token}` } });

  test('the link opens a page with one button, which opens a session', async () => {
    const user = aUser();
    const code = lake.lake.people.newLinkCode(user.id);
    expect(await (await open(code)).text()).toContain('<button type="submit">Sign in</button>');
    const signedIn = await open(code, 'POST');
    expect(signedIn.status).toBe(303);
    const [, sid] = /#sid=(.+)$/.exec(signedIn.headers.get('location') ?? '') ?? [];
    expect(signedIn.headers.get('location')).toBe(`${studioUrl}/#sid=${sid}`);
    const { token } = z.object({ token: z.string() }).parse(await (await fetchToken(sid ?? '')).json());
    expect(await (await account(token)).json()).toMatchObject({ id: user.id, name: 'Ada Lovelace', role: 'editor' });
  });

  test('looking at the page does not use the link up, using it does', async () => {
    const code = lake.lake.people.newLinkCode(aUser().id);
    expect([(await open(code)).status, (await open(code)).status]).toEqual([200, 200]);
    const signedIn = await open(code, 'POST');
    expect((await open(code, 'POST')).status).toBe(410);
    expect((await open(code)).status).toBe(410);
    const [, sid = ''] = /#sid=(.+)$/.exec(signedIn.headers.get('location') ?? '') ?? [];
    expect([(await fetchToken(sid)).status, (await fetchToken(sid)).status]).toEqual([200, 401]);
  });

  test('the session is over at once after signing out', async () => {
    const { people } = lake.lake;
    const token = people.redeemSid(people.redeemLinkCode(people.newLinkCode(aUser().id)) ?? '') ?? '';
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${lake.url}/v1/auth/logout`, { method: 'POST', headers })).status).toBe(204);
    expect(await (await account(token)).json()).toMatchObject({ statusCode: 401, errorCode: 'SIO-401-ANF' });
  });

  test('neither tokens nor codes can be read from the database', () => {
    const {
      people,
      main: { store },
    } = lake.lake;
    const token = people.createToken('viewer', 'Secret');
    const code = people.newLinkCode(aUser().id);
    const stored = JSON.stringify([
      store.database.prepare('SELECT * FROM tokens').all(),
      store.database.prepare('SELECT * FROM one_time_codes').all(),
    ]);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(code);
  });
});

describe('users', () => {
  const get = async (path: string) => {
    const headers = { authorization: `Bearer ${lake.client('viewer').config().token}` };
    const answer = await fetch(`${lake.url}/v2021-06-07/${path}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };

  test('one that nobody knows is not found, and left out of a list', async () => {
    const ada = lake.lake.people.add({ name: 'Ada', email: 'ada@example.org', role: 'viewer' });
    expect(await get('users/nope')).toMatchObject({ status: 404, body: { message: 'There is no user “nope”.' } });
    expect(await get(`users/${ada.id}`)).toMatchObject({ status: 200, body: { id: ada.id, displayName: 'Ada' } });
    expect(await get(`users/nope,${ada.id},neither`)).toMatchObject({ status: 200, body: [{ id: ada.id }] });
    expect(await get('users/nope,neither')).toEqual({ status: 200, body: [] });
  });

  test('who was removed is still known by name, since articles say who wrote them', async () => {
    const bob = lake.lake.people.add({ name: 'Bob', email: 'bob@example.org', role: 'viewer' });
    lake.lake.people.remove(bob);
    expect(await get(`users/${bob.id}`)).toMatchObject({ status: 200, body: { displayName: 'Bob', email: null } });
  });
});

describe('rights', () => {
  test('a viewer reads everything and writes nothing', async () => {
    await lake.client().create({ _id: 'drafts.readable', _type: 'note' });
    const viewer = lake.client('viewer');
    expect(await viewer.getDocument('drafts.readable')).toBeDefined();
    expect(await failureOf(viewer.create({ _type: 'note' }))).toMatchObject({
      statusCode: 403,
      details: { items: [{ error: { type: 'insufficientPermissionsError' } }] },
    });
    const upload = viewer.assets.upload('image', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    expect(await failureOf(upload)).toMatchObject({ statusCode: 403 });
  });

  test('a reviewer writes drafts and publishes nothing', async () => {
    const reviewer = lake.client('reviewer');
    await reviewer.create({ _id: 'drafts.reviewed', _type: 'note' });
    const ids = { draftId: 'drafts.reviewed', publishedId: 'reviewed' };
    const publishing = reviewer.action({ actionType: 'sanity.action.document.publish', ...ids });
    expect(await failureOf(publishing)).toMatchObject({ statusCode: 403 });
  });

  test('a filter bounds what a role reads and writes, wherever it looks', async () => {
    const administrator = lake.client();
    await administrator.create({ _id: 'hidden', _type: 'note', secret: 'hush' });
    await administrator.create({ _id: 'offer', _type: 'offer', note: { _type: 'reference', _ref: 'hidden' } });
    const marketer = lake.client('marketer');
    expect(await marketer.fetch('*[]{_id, "secret": note->secret, "all": count(*[])}')).toEqual([
      { _id: 'offer', secret: null, all: 1 },
    ]);
    expect(await marketer.getDocument('hidden')).toBeUndefined();
    expect(await marketer.fetch('*', {}, { perspective: 'drafts' })).toMatchObject([{ _id: 'offer' }]);
    expect(await failureOf(marketer.patch('hidden').set({ n: 1 }).commit())).toMatchObject({ statusCode: 403 });
    expect(await marketer.patch('offer').set({ n: 1 }).commit()).toMatchObject({ n: 1 });
  });

  test('nobody turns a document they may write into one they may not, or the other way', async () => {
    const marketer = lake.client('marketer');
    await lake.client().create({ _id: 'turned', _type: 'offer' });
    const turning = marketer.createOrReplace({ _id: 'turned', _type: 'note' });
    expect(await failureOf(turning)).toMatchObject({ statusCode: 403 });
  });
});

describe('anonymous readers', () => {
  const words = ['hush'];
  const reads = [
    'data/query/production?query=*',
    'data/query/production?query=*&perspective=raw',
    'data/query/production?query=count(*)',
    'data/query/production?query=documents::get({"_ref":"drafts.private"})',
    'data/doc/production/private,drafts.private',
    'data/history/production/documents/drafts.private?lastRevision=true',
    'data/history/production/transactions/drafts.private?effectFormat=mendoza',
    'data/history/production/events/documents/drafts.private',
    'data/references/production/documents/private/to',
    'projects/bodytext',
    'users/me',
  ];

  test('see nothing, unless the lake is public', async () => {
    await lake.client().create({ _id: 'private', _type: 'note', text: 'hush' });
    for (const path of reads) {
      const answer = await (await fetch(`${lake.url}/v2021-06-07/${path}`)).text();
      for (const word of words) expect(answer).not.toContain(word);
    }
    expect(await failureOf(lake.anonymous().fetch('count(*)'))).toMatchObject({ statusCode: 401 });
    expect(await failureOf(lake.anonymous().create({ _type: 'note' }))).toMatchObject({ statusCode: 401 });
  });

  test('are refused before anything of what they ask is looked at, unless the lake is public', async () => {
    const loop = (inner: string) => `count([1,2,3,4,5][${inner} > 0])`;
    const hostile = [loop(loop(loop('count([@, ^])'))), '*[this is no GROQ', `*${'[0]'.repeat(5_000)}`];
    const json = { 'content-type': 'application/json' };
    const post = (body: string) => ({ method: 'POST', headers: json, body });
    const requests: [path: string, init?: RequestInit][] = [
      ...hostile.map((query): [string] => [`data/query/production?query=${encodeURIComponent(query)}`]),
      ...hostile.map((query): [string, RequestInit] => ['data/query/production', post(JSON.stringify({ query }))]),
      ['data/query/production', post('{"query": no JSON')],
      ['data/query/production', post('')],
      [`data/doc/production/${Array.from({ length: 5_000 }, (_, n) => n).join(',')}`],
      [`data/history/production/documents/${Array.from({ length: 5_000 }, (_, n) => n).join(',')}?time=never`],
      ['data/history/production/transactions/a?limit=much'],
      ['data/history/production/events/documents/a?limit=much'],
      ['data/history/production/events/releases/a?limit=much'],
      ['data/references/production/documents/a/to'],
      ['data/export/production'],
      ['data/mutate/production', post('{"mutations": no JSON')],
      ['data/actions/production', post('{"actions": no JSON')],
      ['users/me/keyvalue', { method: 'PUT', body: 'no JSON' }],
      ['hooks/projects/bodytext', post('no JSON')],
      ['assets/images/production', post('no picture')],
    ];
    for (const [path, init] of requests) {
      const { status } = await fetch(`${lake.url}/v2025-02-19/${path}`, init);
      expect([path, status]).toEqual([path, 401]);
    }
    expect((await fetch(`${lake.url}/v2025-02-19/data/listen/production?query=${hostile[1]}`)).status).toBe(403);
  });

  test('still sign in, hear that there is a lake, and see pictures', async () => {
    for (const path of ['ping', 'auth/providers', 'check/cors', 'data/ping/production', 'features']) {
      expect([path, (await fetch(`${lake.url}/v1/${path}`)).status]).toEqual([path, 200]);
    }
    expect((await fetch(`${lake.url}/v1/users/me`)).status).toBe(401);
  });

  test('see of a public lake what is published, and never an id with a dot', async () => {
    const open = await startTestLake({ isPublic: true });
    const client = open.client();
    await client.mutate([
      { create: { _id: 'seen', _type: 'note', text: 'public' } },
      { create: { _id: 'drafts.seen', _type: 'note', text: 'hush' } },
      { create: { _id: 'secret.seen', _type: 'note', text: 'hush' } },
    ]);
    for (const path of reads) {
      const answer = await (await fetch(`${open.url}/v2021-06-07/${path.replaceAll('private', 'seen')}`)).text();
      expect(answer).not.toContain('hush');
    }
    for (const perspective of ['raw', 'drafts', 'published'] as const) {
      expect(await open.anonymous().fetch('*[]._id', {}, { perspective })).toEqual(['seen']);
    }
    await open.stop();
  });
});

test('pages of other origins get no answer they could read', async () => {
  const ask = (origin: string) => fetch(`${lake.url}/v1/users/me`, { method: 'OPTIONS', headers: { origin } });
  expect((await ask(studioUrl)).headers.get('access-control-allow-origin')).toBe(studioUrl);
  expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
});
