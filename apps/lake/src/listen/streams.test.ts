import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { openLake } from '../lake.ts';
import { parseEvents, type WireEvent } from './event-source.fixture.ts';

const patienceMs = 30_000;

let lake: TestLake;
let writer: SanityClient;
let sockets: Socket[];
beforeEach(async () => {
  lake = await startTestLake({
    plugin: { roles: { marketer: { grants: [{ filter: '_type == "ad"', permissions: ['read'] }] } } },
  });
  writer = lake.client('administrator');
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await lake.stop();
});

async function reached(isSo: () => boolean): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('It did not come about in time.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

type Reading = { events: WireEvent[]; status(): string; isOver(): boolean; socket: Socket };

/** A listener on a bare socket, which reads only when told to. */
function listen(
  token: string | undefined,
  query: string,
  options: { headers?: string; paused?: boolean } = {},
): Reading {
  const events: WireEvent[] = [];
  let head = '';
  let rest = '';
  let over = false;
  const path = `/v2025-02-19/data/listen/production?query=${encodeURIComponent(query)}&includeResult=true&includeAllVersions=true&enableResume=true`;
  const socket = connect(Number(new URL(lake.url).port), '127.0.0.1');
  sockets.push(socket);
  const authorization = token === undefined ? '' : `Authorization: Bearer ${token}\r\n`;
  // HTTP/1.0: what comes is not in chunks.
  socket.write(`GET ${path} HTTP/1.0\r\nHost: localhost\r\n${authorization}${options.headers ?? ''}\r\n`);
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('close', () => {
    over = true;
  });
  if (!options.paused) read();
  function read(): void {
    socket.on('data', (chunk) => {
      const parsed = parseEvents(rest + String(chunk));
      rest = parsed.rest;
      head ||= String(chunk);
      events.push(...parsed.events);
    });
  }
  return { events, status: () => head.split('\r\n')[0] ?? '', isOver: () => over, socket };
}

function tokenOf(client: SanityClient): string {
  return client.config().token ?? '';
}

const heard = ({ events }: Reading): unknown[] =>
  events.filter(({ event }) => event === 'mutation').map(({ data }) => data.documentId);

describe('a reader that does not read', () => {
  test('is cut off, holds nobody up, and goes on where it was', async () => {
    const token = tokenOf(lake.client('viewer'));
    const slow = listen(token, '*[_type == "note"]', { paused: true });
    const quick = listen(token, '*[_type == "note"]');
    await reached(() => quick.events.length === 1);
    const ids = Array.from({ length: 60 }, (_, n) => `note-${n}`);
    for (const _id of ids) await writer.create({ _id, _type: 'note', text: 'x'.repeat(300_000) });
    await reached(() => heard(quick).length === ids.length);
    expect(heard(quick)).toEqual(ids);

    let received = '';
    slow.socket.on('data', (chunk) => {
      received += String(chunk);
    });
    await reached(slow.isOver);
    const had = parseEvents(received).events;
    expect(had.length).toBeLessThan(ids.length);

    let last = had.at(-1)?.id;
    const all = had.filter(({ event }) => event === 'mutation').map(({ data }) => data.documentId);
    while (all.length < ids.length) {
      const again = listen(token, '*[_type == "note"]', { headers: `Last-Event-ID: ${last}\r\n` });
      await reached(() => again.isOver() || all.length + heard(again).length === ids.length);
      expect(again.events[0]?.event).toBe('welcomeback');
      expect(heard(again).length).toBeGreaterThan(0);
      all.push(...heard(again));
      last = again.events.at(-1)?.id;
      again.socket.destroy();
    }
    expect(all).toEqual(ids);
  }, 120_000);
});

describe('who may listen', () => {
  function signIn(role: 'editor' | 'marketer') {
    const { people } = lake.lake;
    const user = people.add({ name: role, email: `${role}@example.org`, role });
    const token = people.redeemSid(people.redeemLinkCode(people.newLinkCode(user.id)) ?? '') ?? '';
    return { user, token };
  }

  test('a stream ends with its session, and says nothing more', async () => {
    const { token } = signIn('editor');
    const stream = listen(token, '*');
    await reached(() => stream.events.length === 1);
    lake.lake.people.signOut(token);
    await writer.create({ _id: 'secret', _type: 'note' });
    await reached(stream.isOver);
    expect(heard(stream)).toEqual([]);
    const again = listen(token, '*');
    await reached(again.isOver);
    expect(again.status()).toContain('401');
  });

  test('a stream ends when its person’s role changes, before the next event', async () => {
    const { user, token } = signIn('editor');
    const stream = listen(token, '*');
    await reached(() => stream.events.length === 1);
    lake.lake.main.store.database.prepare("UPDATE users SET role = 'marketer' WHERE id = ?").run(user.id);
    await writer.create({ _id: 'secret', _type: 'note' });
    await reached(stream.isOver);
    expect(heard(stream)).toEqual([]);
    const comeBack = () => listen(token, '*', { headers: `Last-Event-ID: ${stream.events[0]?.id}\r\n` });
    let again = comeBack();
    // The lake may look for changed rights only now, and end all streams of whoever has them once more.
    const isHeard = () => {
      if (again.isOver()) again = comeBack();
      return again.events.length > 0 && lake.lake.people.accessChanges.take().length === 0;
    };
    await reached(isHeard);
    await writer.create({ _id: 'ad', _type: 'ad' });
    await reached(() => heard(again).length > 0);
    expect(heard(again)).toEqual(['ad']);
  });

  test('of a document that comes into and leaves one’s rights one hears what one may', async () => {
    const { token } = signIn('marketer');
    await writer.create({ _id: 'a', _type: 'note', text: 'secret words' });
    const stream = listen(token, '*');
    await reached(() => stream.events.length === 1);
    await writer.createOrReplace({ _id: 'a', _type: 'ad', text: 'public' });
    await writer.createOrReplace({ _id: 'a', _type: 'note', text: 'secret again' });
    await writer.createOrReplace({ _id: 'a', _type: 'note', text: 'secret still' });
    await writer.create({ _id: 'end', _type: 'ad' });
    await reached(() => heard(stream).includes('end'));
    const events = stream.events.filter(({ event }) => event === 'mutation').map(({ data }) => data);
    expect(events.map(({ documentId, transition }) => [documentId, transition])).toEqual([
      ['a', 'appear'],
      ['a', 'disappear'],
      ['end', 'appear'],
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});

describe('what is asked for', () => {
  test('a query that is wrong is answered in the stream, with the place of the mistake', async () => {
    const stream = listen(tokenOf(writer), '*[_type == ]');
    await reached(stream.isOver);
    expect(stream.events).toMatchObject([
      { event: 'channelError', data: { error: { type: 'queryParseError', start: 10, query: '*[_type == ]' } } },
    ]);
  });

  test('a filter that takes too long ends its own stream only', async () => {
    // So many that no machine is done with a million pairs of them in the quarter of a second that a filter has.
    await writer.mutate(Array.from({ length: 1_000 }, (_, n) => ({ create: { _id: `n${n}`, _type: 'note' } })));
    const costly = listen(tokenOf(writer), '*[count(*[count(*[_id != ^._id && _rev != ^.^._id]) > 9999]) >= 0]');
    const cheap = listen(tokenOf(writer), '*[_id == "one"]');
    await reached(() => costly.events.length === 1 && cheap.events.length === 1);
    await writer.create({ _id: 'one', _type: 'note' });
    await reached(() => costly.isOver() && heard(cheap).length === 1);
    expect(costly.events.map(({ event }) => event)).toEqual(['welcome', 'channelError']);
  });

  test('so many filters that take long end their own streams, before others wait for all of them', async () => {
    await writer.mutate(Array.from({ length: 1_000 }, (_, n) => ({ create: { _id: `n${n}`, _type: 'note' } })));
    const filters = Array.from({ length: 30 }, (_, n) => `*[count(*[count(*[_id != ^._id]) > 9999]) >= -${n}]`);
    const costly = filters.map((filter) => listen(tokenOf(writer), filter));
    const cheap = listen(tokenOf(writer), '*[_id == "one"]');
    await reached(() => [...costly, cheap].every(({ events }) => events.length === 1));
    await writer.create({ _id: 'one', _type: 'note' });
    await reached(() => costly.every((one) => one.isOver()) && heard(cheap).length === 1);
  }, 60_000);

  test('one reader may have two hundred streams, and one more for each that ends', async () => {
    const streams = Array.from({ length: 200 }, () => listen(tokenOf(writer), '*[_type == "note"]'));
    await reached(() => streams.every(({ events }) => events.length === 1));
    const oneMore = listen(tokenOf(writer), '*[_type == "note"]');
    await reached(() => oneMore.isOver());
    expect(oneMore.status()).toMatch(/ 429 /);
    const another = listen(tokenOf(lake.client('viewer')), '*[_type == "note"]');
    await reached(() => another.events.length === 1);
    streams[0]?.socket.destroy();
    // The lake hears a moment later that it is gone.
    let again = listen(tokenOf(writer), '*[_type == "note"]');
    await reached(() => {
      if (again.isOver()) again = listen(tokenOf(writer), '*[_type == "note"]');
      return again.events.length === 1;
    });
  }, 60_000);

  test('who asks only for the head of a stream takes no place', async () => {
    const headers = { authorization: `Bearer ${tokenOf(lake.client('reviewer'))}` };
    const url = `${lake.url}/v2025-02-19/data/listen/production?query=*`;
    const heads = Array.from({ length: 201 }, () => fetch(url, { method: 'HEAD', headers }));
    expect(new Set((await Promise.all(heads)).map(({ status }) => status))).toEqual(new Set([200]));
    const stream = await fetch(url, { headers });
    expect(stream.status).toBe(200);
    await stream.body?.cancel();
  });

  test('an option that is unknown is refused with its name', async () => {
    const { token } = writer.config();
    const url = `${lake.url}/v2025-02-19/data/listen/production?query=*&effectFormat=diff`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('effectFormat');
  });
});

test('what another process writes is heard as well, in order', async () => {
  const stream = listen(tokenOf(writer), '*[_type == "note"]');
  await reached(() => stream.events.length === 1);
  const other = openLake({ dataDir: lake.dataDir, urls: { lake: lake.url, studio: lake.url, site: lake.url } });
  const holder = other.people.holderOf(tokenOf(writer));
  await writer.create({ _id: 'one', _type: 'note' });
  await other.main.mutate(other.main.actor(holder), [{ create: { _id: 'two', _type: 'note' } }]);
  await other.close();
  await writer.create({ _id: 'three', _type: 'note' });
  await reached(() => heard(stream).length >= 3);
  expect(heard(stream)).toEqual(['one', 'two', 'three']);
  expect(stream.events[2]?.data).toMatchObject({ transition: 'appear', result: { _id: 'two', _type: 'note' } });
});
