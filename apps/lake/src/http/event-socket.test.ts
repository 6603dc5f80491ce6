import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';

let lake: TestLake;
let token: string;
beforeEach(async () => {
  lake = await startTestLake({ proxies: 1 });
  token = lake.client('administrator').config().token ?? '';
  sockets.length = 0;
});
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await lake.stop();
});

const sockets: WebSocket[] = [];
const listenPath = `/v2025-02-19/data/listen/production?query=${encodeURIComponent('*[_type == "note"]')}`;
const livePath = '/v2025-02-19/data/live/events/production';
const invalidMessage = 1007;
const policyViolation = 1008;

const reply = z.looseObject({
  head: z.number().optional(),
  status: z.number().optional(),
  broke: z.number().optional(),
  text: z.string().optional(),
});

type Talk = {
  socket: WebSocket;
  replies: z.output<typeof reply>[];
  /** The statuses of its streams so far; `broke` for those that got none. */
  statuses(): (number | 'broke')[];
  say(...messages: unknown[]): void;
  /** How it was closed. */
  code(): number | undefined;
};

/** A WebSocket without the shim, which can send anything. */
async function open(from = '203.0.113.1'): Promise<Talk> {
  const headers = { 'x-forwarded-for': from };
  const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/event-streams`, { origin: lake.url, headers });
  sockets.push(socket);
  const replies: Talk['replies'] = [];
  let closed: number | undefined;
  socket.on('error', () => {});
  socket.on('message', (data) => replies.push(reply.parse(JSON.parse(String(data)))));
  socket.on('close', (code) => {
    closed = code;
  });
  await once(socket, 'open');
  return {
    socket,
    replies,
    statuses: () => replies.flatMap(({ status, broke }) => (broke === undefined ? (status ?? []) : 'broke')),
    say: (...messages) => {
      for (const message of messages) socket.send(JSON.stringify(message));
    },
    code: () => closed,
  };
}

const live = (id: number) => ({ open: id, path: livePath, headers: {} });
const listening = (id: number, authorization = `Bearer ${token}`) => ({
  open: id,
  path: listenPath,
  headers: { authorization },
});
const isWell = async () => (await fetch(`${lake.url}/healthz`)).status === 200;

describe('a socket for event streams', () => {
  test.each([
    '/healthz',
    '',
    '*',
    '//evil.example/v1/',
    'http://evil.example/v1/data/listen/production',
    '/v1/ping',
    '/v1/users/me',
    '/v1/data/query/production?query=*',
    '/v1/data/listen',
    '/v1/data/listen/',
    '/v1/data/listen/a/b',
    '/v1/data/listen/production/',
    '/v1/data/listen/../query/production',
    '/v1/data/listen/%2e%2e/query/production',
    '/v1/data/listen/production#?query=*',
    '/v1/data/live/production',
    '/v1/./data/listen/production',
    '/v1//data/listen/production',
    '/V1/data/listen/production',
    '/v2/data/listen/production',
    '/v2025-02-19x/data/listen/production',
    '/v1/agent/o-1/bundles/mine/listen',
    '/images/bodytext/production/a.png',
    '/sign-in',
    `${listenPath} HTTP/1.1`,
    `${listenPath}\r\nx: y`,
    `${listenPath}&a=b c`,
    `${listenPath}\n`,
    `${listenPath}\0`,
    `${listenPath}ä`,
    `${listenPath}\ud800`,
    ` ${listenPath}`,
  ])('leads to the two kinds of streams alone, not to %j', async (path) => {
    const talk = await open();
    talk.say({ open: 1, path, headers: { authorization: `Bearer ${token}` } }, listening(2));
    await until(() => talk.statuses().length === 2);
    expect(talk.statuses()).toEqual(['broke', 200]);
  });

  test.each(['a\nb', 'a\r\nb: c', 'a\0b', 'ä€', '\ud800', ' ', 'Bearer', 'Bearer x', '__proto__'])(
    'survives a header of %j, which lets nobody in',
    async (value) => {
      const talk = await open();
      const headers = { authorization: value, [value]: 'a', __proto__: 'b', constructor: 'c', 'last-event-id': value };
      talk.say({ open: 1, path: listenPath, headers }, { open: 2, path: livePath, headers });
      await until(() => talk.statuses().length === 2);
      expect([401, 403]).toContain(talk.replies.find(({ head }) => head === 1)?.status);
      expect(await isWell()).toBe(true);
    },
  );

  test('is closed when an id is used that is in use, with all its streams', async () => {
    const talk = await open();
    talk.say(listening(1), listening(2));
    await until(() => talk.statuses().length === 2);
    talk.say(listening(1));
    await until(() => talk.code() !== undefined);
    expect(talk.code()).toBe(policyViolation);
    await until(async () => (await freePlaces()) === 200);
  });

  test('is closed when an id is used twice at once, before the first stream has begun', async () => {
    const talk = await open();
    talk.say(...Array.from({ length: 260 }, () => listening(1)));
    await until(() => talk.code() !== undefined);
    expect(talk.code()).toBe(policyViolation);
    await until(async () => (await freePlaces()) === 200);
  });

  test('an id may be used again once its stream has ended', async () => {
    const talk = await open();
    talk.say(listening(1), { close: 1 }, listening(1), { close: 1 }, { close: 7 }, listening(1));
    await until(async () => (await freePlaces()) === 199);
    expect(talk.code()).toBeUndefined();
  });

  test('carries at most 64 streams at a time', async () => {
    const talk = await open();
    talk.say(...Array.from({ length: 66 }, (_, id) => listening(id)));
    await until(() => talk.statuses().length === 66);
    expect(talk.replies.flatMap(({ broke }) => broke ?? [])).toEqual([64, 65]);
    talk.say({ close: 0 }, listening(70), listening(71));
    await until(() => talk.statuses().length === 68);
    expect(talk.replies.flatMap(({ broke }) => broke ?? [])).toEqual([64, 65, 71]);
  });

  test.each(['close', 'terminate'] as const)('ends all its streams when it ends by %s', async (how) => {
    const talk = await open();
    talk.say(...Array.from({ length: 64 }, (_, id) => listening(id)));
    await until(() => talk.statuses().length === 64);
    expect(await freePlaces()).toBe(136);
    talk.socket[how]();
    await until(async () => (await freePlaces()) === 200);
  });

  test('more sockets do not give a person more than 200 streams', async () => {
    const talks = await Promise.all([1, 2, 3, 4].map((n) => open(`203.0.113.${n}`)));
    for (const talk of talks) talk.say(...Array.from({ length: 64 }, (_, id) => listening(id)));
    await until(() => talks.every((talk) => talk.statuses().length === 64));
    const statuses = talks.flatMap((talk) => talk.statuses());
    expect([statuses.filter((one) => one === 200).length, statuses.filter((one) => one === 429).length]).toEqual([
      200, 56,
    ]);
  });

  test('nor an anonymous caller, counted by IP address, while others may still listen', async () => {
    const talks = await Promise.all([1, 2, 3, 4].map(() => open()));
    // `x-forwarded-for` among a stream's headers is ignored.
    const pretending = (id: number) => ({ ...live(id), headers: { 'x-forwarded-for': `198.51.100.${id}` } });
    for (const talk of talks) talk.say(...Array.from({ length: 64 }, (_, id) => pretending(id)));
    await until(() => talks.every((talk) => talk.statuses().length === 64));
    const statuses = talks.flatMap((talk) => talk.statuses());
    expect([statuses.filter((one) => one === 200).length, statuses.filter((one) => one === 429).length]).toEqual([
      200, 56,
    ]);
    const [elsewhere, member] = [await open('198.51.100.7'), await open()];
    elsewhere.say(live(1));
    member.say(listening(1));
    await until(() => elsewhere.statuses().length + member.statuses().length === 2);
    expect([elsewhere.statuses(), member.statuses()]).toEqual([[200], [200]]);
  });

  test('its streams end when their session does', async () => {
    const { people } = lake.lake;
    const user = people.add({ name: 'Ada', email: 'ada@example.org', role: 'editor' });
    const own = people.redeemSid(people.redeemLinkCode(people.newLinkCode(user.id)) ?? '') ?? '';
    const talk = await open();
    talk.say(listening(1, `Bearer ${own}`), listening(2));
    await until(() => talk.statuses().length === 2);
    people.signOut(own);
    await until(() => talk.replies.some((one) => one.end === 1));
    expect(talk.replies.filter((one) => one.end === 2)).toEqual([]);
  });

  test('is closed at an invalid message, and the lake keeps running', async () => {
    const message = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .record(
          { open: fc.anything(), path: fc.anything(), headers: fc.anything(), close: fc.anything() },
          { requiredKeys: [] },
        )
        .map((given) => JSON.stringify(given, (_, value) => (typeof value === 'bigint' ? String(value) : value)) ?? ''),
      fc.constantFrom(
        '{"open":-1}',
        '{"close":1e999}',
        '{"close":1,"open":1}',
        '[]',
        'null',
        '{"__proto__":{"close":1}}',
      ),
    );
    await fc.assert(
      fc.asyncProperty(message, async (said) => {
        const talk = await open();
        talk.socket.send(said);
        talk.say({ open: 1, path: '/healthz', headers: {} });
        await until(() => talk.code() !== undefined || talk.statuses().includes('broke'));
        if (talk.code() !== undefined) expect(talk.code()).toBe(invalidMessage);
        talk.socket.terminate();
      }),
      { numRuns: 150 },
    );
    expect(await isWell()).toBe(true);
  });

  test('is closed at a message over the size limit, and at bytes that are not WebSocket frames', async () => {
    const talk = await open();
    talk.say({ open: 1, path: `${listenPath}&x=${'x'.repeat(100_000)}`, headers: {} });
    await until(() => talk.code() !== undefined);
    const { hostname, port } = new URL(lake.url);
    const raw = request({ hostname, port, path: '/event-streams', headers: upgradeHeaders() }).end();
    const [, socket] = await once(raw, 'upgrade');
    socket.on('error', () => {});
    socket.resume();
    socket.write(randomBytes(5_000));
    await once(socket, 'close');
    expect(await isWell()).toBe(true);
  });
});

function upgradeHeaders(): Record<string, string> {
  return {
    connection: 'Upgrade',
    upgrade: 'websocket',
    origin: new URL(lake.url).origin,
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  };
}

/** How many streams the administrator's token could still open. */
async function freePlaces(): Promise<number> {
  const ends = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const asked = Array.from({ length: 200 }, () => fetch(lake.url + listenPath, { headers, signal: ends.signal }));
  const answers = await Promise.all(asked);
  ends.abort();
  const free = answers.filter(({ status }) => status === 200).length;
  await Promise.all(answers.map((answer) => answer.text().catch(() => undefined)));
  return free;
}
