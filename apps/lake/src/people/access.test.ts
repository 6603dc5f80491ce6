import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { failureOf, startTestLake, studioUrl, type TestLake, until } from '../lake.fixture.ts';
import { openLake } from '../lake.ts';
import type { User } from './users.ts';

// Argon2id is slow on purpose, and CI machines may be busy.
jest.setTimeout(60_000);

let lake: TestLake;
let ada: User;
beforeEach(async () => {
  lake = await startTestLake();
  lake.lake.people.add({ name: 'Chief', email: 'chief@example.org', role: 'administrator' });
  ada = lake.lake.people.add({ name: 'Ada', email: 'ada@example.org', role: 'editor' });
});
afterEach(() => lake.stop());

function signIn(): string {
  const { people } = lake.lake;
  return people.redeemSid(people.redeemLinkCode(people.newLinkCode(ada.id)) ?? '') ?? '';
}

const get = (path: string, token: string, method = 'GET') =>
  fetch(`${lake.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${token}` } });

/** Opens the same data folder as a command does while the lake runs. */
async function asCommand(work: (people: TestLake['lake']['people']) => void | Promise<void>): Promise<void> {
  const other = openLake({ dataDir: lake.dataDir, urls: lake.lake.urls });
  await work(other.people);
  await other.close();
}

/** Opens an event stream and a presence socket. */
async function openConnections(token: string) {
  const stream = await get('data/listen/production?query=*', token);
  let isStreamClosed = false;
  const reading = (async () => {
    for await (const _ of stream.body ?? []);
  })();
  const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/v2022-06-30/socket/production`);
  await new Promise((resolve) => socket.once('open', resolve));
  const params = { authorization: `Bearer ${token}` };
  const answered = new Promise((resolve) => socket.once('message', resolve));
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'authorization', params }));
  await answered;
  reading
    .catch(() => {})
    .finally(() => {
      isStreamClosed = true;
    });
  return { areClosed: () => isStreamClosed && socket.readyState === WebSocket.CLOSED };
}

describe('a session ends at once, with its streams and sockets,', () => {
  const ends: [string, (token: string) => unknown][] = [
    ['at signing out', (token) => get('auth/logout', token, 'POST')],
    ['when it is ended from elsewhere', (token) => lake.lake.people.endSession(lake.lake.people.sessionId(token))],
    ['with a new password', () => lake.lake.people.setPassword(ada, 'a stone in every shoe')],
    ['with a suspension', () => lake.lake.people.suspend(ada)],
    ['with a removal', () => lake.lake.people.remove(ada)],
    ['with a suspension by a command beside the lake', () => asCommand((people) => people.suspend(ada))],
    [
      'with a new password by a command beside the lake',
      () => asCommand((people) => people.setPassword(ada, 'a stone in a shoe')),
    ],
  ];
  test.each(ends)('%s', async (_, end) => {
    const token = signIn();
    const connections = await openConnections(token);
    await end(token);
    expect((await get('users/me', token)).status).toBe(401);
    await until(connections.areClosed);
  });

  test('and a changed role ends streams too, so that they reconnect with the new rights', async () => {
    const token = signIn();
    const connections = await openConnections(token);
    await asCommand((people) => people.setRole(ada, 'viewer'));
    expect(await (await get('users/me', token)).json()).toMatchObject({ role: 'viewer' });
    await until(connections.areClosed);
  });

  test('after thirty days, and after fourteen without use', async () => {
    const { database } = lake.lake.main.store;
    const [old, idle, used] = [signIn(), signIn(), signIn()];
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const set = (column: string, value: string, token: string) =>
      database
        .prepare(`UPDATE tokens SET ${column} = ? WHERE substr(hash, 1, 12) = ?`)
        .run(value, lake.lake.people.sessionId(token).slice(1));
    set('expires_at', ago(0), old);
    set('created_at', ago(15), idle);
    set('created_at', ago(15), used);
    set('last_used_at', ago(13), used);
    const statuses = await Promise.all([old, idle, used].map(async (token) => (await get('users/me', token)).status));
    expect(statuses).toEqual([401, 401, 200]);
  });
});

describe('sessions', () => {
  const sessions = z.array(z.object({ id: z.string(), isCurrent: z.boolean() }));

  test('are listed for their user, who may end each', async () => {
    const [first, second] = [signIn(), signIn()];
    const listed = sessions.parse(await (await get('users/me/sessions', first)).json());
    expect(listed.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    const other = listed.find(({ isCurrent }) => !isCurrent)?.id;
    expect((await get(`users/me/sessions/${other}`, first, 'DELETE')).status).toBe(200);
    expect([(await get('users/me', first)).status, (await get('users/me', second)).status]).toEqual([200, 401]);
  });

  test('of other users can’t be ended', async () => {
    const token = signIn();
    const bo = lake.lake.people.add({ name: 'Bo', email: 'bo@example.org', role: 'editor' });
    const { people } = lake.lake;
    const bos = people.redeemSid(people.redeemLinkCode(people.newLinkCode(bo.id)) ?? '') ?? '';
    expect((await get(`users/me/sessions/${people.sessionId(token)}`, bos, 'DELETE')).status).toBe(404);
  });
});

describe('people', () => {
  test('who are removed stay named as authors, and their e-mail address is free again', async () => {
    const chief = lake.client();
    lake.lake.people.remove(ada);
    const token = lake.lake.people.createToken('viewer', 'Reader');
    expect(await (await get(`users/${ada.id}`, token)).json()).toMatchObject({ displayName: 'Ada', email: null });
    expect(lake.lake.people.add({ name: 'Ada II', email: 'ada@example.org', role: 'viewer' }).id).not.toBe(ada.id);
    expect(await chief.fetch('count(*)')).toBe(0);
  });

  test('the only administrator can’t be suspended, removed or given another role', () => {
    const { people } = lake.lake;
    const chief = people.findByEmail('chief@example.org');
    if (!chief) throw new Error('There is no chief.');
    for (const attempt of [
      () => people.suspend(chief),
      () => people.remove(chief),
      () => people.setRole(chief, 'editor'),
    ]) {
      expect(attempt).toThrow('is the only administrator');
    }
    people.setRole(ada, 'administrator');
    people.suspend(chief);
    expect(() => people.suspend(ada)).toThrow('is the only administrator');
  });

  test('tokens of programs are listed with their last use, and are invalid at once when revoked', async () => {
    const { people } = lake.lake;
    const token = people.createToken('viewer', 'Site');
    await get('users/me', token);
    people.flushLastUsed();
    const [made] = people.tokens();
    expect(made).toMatchObject({ label: 'Site', role: 'viewer', lastUsedAt: expect.stringMatching(/^20/) });
    await asCommand((other) => {
      other.revokeToken(made?.id ?? '');
    });
    expect((await get('users/me', token)).status).toBe(401);
  });
});

describe('allowed origins', () => {
  const ask = async (origin: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${lake.url}/v1/users/me`, { method: 'OPTIONS', headers: { origin, ...headers } });
    return {
      origin: answer.headers.get('access-control-allow-origin'),
      credentials: answer.headers.get('access-control-allow-credentials'),
      headers: answer.headers.get('access-control-allow-headers'),
    };
  };
  const nothing = { origin: null, credentials: null, headers: null };

  test('any page can read whether its origin is allowed', async () => {
    lake.lake.origins.add('https://may.example', true);
    const check = async (origin: string) => {
      const answer = await fetch(`${lake.url}/v1/check/cors`, { headers: { origin } });
      const body: unknown = await answer.json();
      return [answer.headers.get('access-control-allow-origin'), body];
    };
    expect(await check('https://may.example')).toEqual([
      'https://may.example',
      { result: { allowed: true, withCredentials: true } },
    ]);
    expect(await check('https://stranger.example')).toEqual([
      '*',
      { result: { allowed: false, withCredentials: false } },
    ]);
  });

  test.each([
    [
      'https://a.example.org',
      ['https://a.example.org'],
      ['https://b.example.org', 'http://a.example.org', 'https://a.example.org.evil.example', 'https://axexample.org'],
    ],
    [
      'https://*.example.org',
      ['https://a.example.org', 'https://a.b.example.org'],
      ['https://example.org', 'https://evilexample.org', 'https://a.example.org:8443'],
    ],
    [
      'http://localhost:*',
      ['http://localhost:1', 'http://localhost'],
      ['http://localhost.evil.example', 'http://localhost:1/x'],
    ],
    ['HTTPS://Studio.Example.org:443/', ['https://studio.example.org'], ['https://studio.example.org:444']],
  ])('%s', async (given, allowed, refused) => {
    lake.lake.origins.add(given, true);
    for (const origin of allowed) expect(await ask(origin)).toMatchObject({ origin, credentials: 'true' });
    for (const origin of refused) expect(await ask(origin)).toEqual(nothing);
  });

  test('without credentials may not send a token', async () => {
    lake.lake.origins.add('*', false);
    const headers = { 'access-control-request-headers': 'authorization, content-type' };
    expect(await ask('https://any.example', headers)).toEqual({
      origin: 'https://any.example',
      credentials: null,
      headers: 'content-type',
    });
    expect(await ask(studioUrl, headers)).toMatchObject({
      credentials: 'true',
      headers: 'authorization, content-type',
    });
  });

  test('are not echoed if they are longer than clients’ limits for headers, even with “*”', async () => {
    lake.lake.origins.add('*', true);
    const [long, names] = [`https://${'a'.repeat(13_000)}.example`, 'x-name, '.repeat(1_600)];
    expect(await ask(long)).toEqual(nothing);
    const answer = await ask('https://any.example', { 'access-control-request-headers': names });
    expect(answer).toMatchObject({ origin: 'https://any.example', headers: '' });
  });

  test('are managed by administrators with Sanity’s API', async () => {
    const administrator = lake.client();
    const url = '/projects/bodytext/cors';
    const added = await administrator.request({
      url,
      method: 'POST',
      body: { origin: 'https://a.example', allowCredentials: true },
    });
    expect(added).toMatchObject({ origin: 'https://a.example', allowCredentials: true, projectId: 'bodytext' });
    expect(await administrator.request({ url })).toEqual([added]);
    await administrator.request({ url: `${url}/${added.id}`, method: 'DELETE' });
    expect(await administrator.request({ url })).toEqual([]);
    expect(await failureOf(lake.client('editor').request({ url }))).toMatchObject({ statusCode: 403 });
    const wrong = administrator.request({ url, method: 'POST', body: { origin: 'https://a.example/path' } });
    expect(await failureOf(wrong)).toMatchObject({ statusCode: 400, message: expect.stringContaining('is no origin') });
  });
});

describe('the audit log', () => {
  test('lists actors and events, without secrets', async () => {
    const { people, origins } = lake.lake;
    const before = new Date(Date.now() - 60_000);
    const by = { actor: 'chief', address: '203.0.113.1' };
    const token = people.createToken('viewer', 'Site', by);
    people.setRole(ada, 'viewer', by);
    origins.add('https://a.example', false, by);
    await people.setPassword(ada, 'a stone in every shoe', by);
    const session = signIn();
    await get('auth/logout', session, 'POST');
    const entries = people.audit.since(before);
    expect(entries.map(({ event }) => event)).toEqual([
      'user added',
      'user added',
      'token made',
      'role changed',
      'origin allowed',
      'password set',
      'link made',
      'signed in',
      'signed out',
    ]);
    expect(entries[3]).toMatchObject({ ...by, subject: ada.id, detail: 'editor → viewer' });
    const text = JSON.stringify(entries);
    for (const secret of [token, session, 'a stone in every shoe']) expect(text).not.toContain(secret);
  });

  test('is append-only', () => {
    const { database } = lake.lake.main.store;
    const change = (sql: string) => () => database.exec(sql);
    expect(change("UPDATE audit_log SET actor = 'nobody'")).toThrow('can only be added to');
    expect(change('DELETE FROM audit_log')).toThrow('can only be added to');
  });

  test('deletes addresses after a month, and entries after a year', () => {
    const { people } = lake.lake;
    people.audit.record({ event: 'signed in', actor: ada.id, address: '203.0.113.1' });
    const day = 86_400_000;
    const signIns = () => people.audit.since(new Date(0)).filter(({ event }) => event === 'signed in');
    people.audit.prune(Date.now() + 29 * day);
    expect(signIns()).toMatchObject([{ address: '203.0.113.1' }]);
    people.audit.prune(Date.now() + 31 * day);
    expect(signIns()).toMatchObject([{ actor: ada.id, address: undefined }]);
    // A trigger compares with the database's own clock, so old entries must be inserted with their age.
    const { database } = lake.lake.main.store;
    const insert = database.prepare("INSERT INTO audit_log (at, event, actor) VALUES (?, 'signed in', ?)");
    for (const age of [364, 366]) insert.run(new Date(Date.now() - age * day).toISOString(), `${age} days ago`);
    people.audit.prune();
    expect(signIns().map(({ actor }) => actor)).toEqual([ada.id, '364 days ago']);
  });
});
