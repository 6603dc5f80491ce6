import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { openLake } from '../lake.ts';
import { lakeItself } from '../people/actor.ts';
import { parseEvents, type WireEvent } from './event-source.fixture.ts';
import { mostReplayed } from './transaction-feed.ts';

/* Anonymous readers of a public lake must not learn of changes to drafts, not even by event ids or response times. */

let lake: TestLake;
let writer: SanityClient;
beforeEach(async () => {
  lake = await startTestLake({ isPublic: true });
  writer = lake.client('administrator');
  await writer.create({ _id: 'one', _type: 'page', title: 'One' });
});
afterEach(() => lake.stop());

const streams = ['live/events/production', `listen/production?query=*&enableResume=true&includeAllVersions=true`];

/** The first events that an anonymous client gets, with or without `Last-Event-ID`. */
async function greeting(path: string, lastEventId?: string, count = 1): Promise<WireEvent[]> {
  const stop = new AbortController();
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const answer = await fetch(`${lake.url}/v2025-02-19/data/${path}`, { headers, signal: stop.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (parseEvents(text).events.length < count) text += String((await reader?.read())?.value ?? '');
  stop.abort();
  return parseEvents(text).events.map(({ data: { listenerName: _, ...data }, ...event }) => ({ ...event, data }));
}

async function workOnDrafts(): Promise<void> {
  await writer.create({ _id: 'drafts.one', _type: 'page', title: 'Secret' });
  await writer.patch('drafts.one').set({ title: 'Secret still' }).commit();
  await writer.create({ _id: 'versions.r.one', _type: 'page', title: 'Secret' });
  await writer.create({ _id: 'feedback.one', _type: 'feedback' });
  await writer.delete('drafts.one');
}

test.each(streams)('the greeting of %s does not depend on drafts', async (path) => {
  const [before] = await greeting(path);
  await workOnDrafts();
  expect(await greeting(path)).toEqual([before]);
  // Reconnecting with this id, it has missed nothing.
  const [back] = await greeting(path, before?.id);
  expect(back).toEqual({ ...before, event: path.startsWith('live') ? 'welcome' : 'welcomeback' });
  await writer.patch('one').set({ title: 'Two' }).commit();
  const [after] = await greeting(path);
  expect(after?.id).not.toBe(before?.id);
  const [, missed] = await greeting(path, before?.id, 2);
  expect(missed).toMatchObject({ event: path.startsWith('live') ? 'message' : 'mutation' });
});

test.each(streams)('%s treats the id of a transaction that changed only drafts as unknown', async (path) => {
  const { _rev } = await writer.create({ _id: 'drafts.one', _type: 'page' });
  const end = path.startsWith('live') ? '' : '#';
  const asked = [`${_rev}${end}`, `nowhere${end}`].map((id) => greeting(path, id));
  const [draft, nowhere] = await Promise.all(asked);
  expect(draft).toEqual(nowhere);
  expect(draft?.[0]?.event).toBe(path.startsWith('live') ? 'restart' : 'reset');
});

test.each(streams)(
  '%s resumes after more changes of drafts than the replay limit',
  async (path) => {
    const [before] = await greeting(path);
    const writing = lake.lake.main;
    const robot = writing.actor(lake.lake.holderOf(String(writer.config().token)));
    await Promise.all(
      Array.from({ length: mostReplayed + 50 }, (_, n) =>
        writing.mutate(robot, [{ create: { _id: `drafts.${n}`, _type: 'page' } }]),
      ),
    );
    const [back] = await greeting(path, before?.id);
    expect(back?.event).toMatch(/^welcome/);
  },
  120_000,
);

test('a client that may read drafts still gets their changes', async () => {
  const headers = { authorization: `Bearer ${writer.config().token}` };
  const stop = new AbortController();
  const first = async () => {
    const answer = await fetch(`${lake.url}/v2025-02-19/data/live/events/production?includeDrafts=true`, {
      headers,
      signal: stop.signal,
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (parseEvents(text).events.length === 0) text += String((await reader?.read())?.value ?? '');
    return parseEvents(text).events[0]?.id;
  };
  const before = await first();
  await writer.create({ _id: 'drafts.one', _type: 'page' });
  expect(await first()).not.toBe(before);
  stop.abort();
});

test('a change of drafts does not show in the response time of a cached answer', async () => {
  const query = encodeURIComponent('*[_type == "page"]{title, "n": count(*[_type == ^._type])}');
  const ask = async (): Promise<unknown> =>
    (await fetch(`${lake.url}/v2025-02-19/data/query/production?query=${query}`)).json();
  const [first, again, cached] = [await ask(), await ask(), await ask()];
  await workOnDrafts();
  expect([again, cached, await ask()]).toEqual([first, first, first]);
  expect(first).toMatchObject({ ms: 0, result: [{ title: 'One' }] });
  await writer.patch('one').set({ title: 'Two' }).commit();
  expect(await ask()).toMatchObject({ result: [{ title: 'Two', n: 1 }] });
});

test('another process’s change of a published document invalidates a cached answer', async () => {
  const ask = async (): Promise<unknown> =>
    (await fetch(`${lake.url}/v2025-02-19/data/query/production?query=count(*)`)).json();
  for (let time = 0; time < 3; time += 1) expect(await ask()).toMatchObject({ result: 1 });
  const urls = { lake: lake.url, studio: lake.url, site: lake.url };
  const other = openLake({ dataDir: lake.dataDir, urls, plugin: {} });
  await other.main.mutate(lakeItself, [{ create: { _id: 'drafts.two', _type: 'page' } }]);
  expect(await ask()).toMatchObject({ result: 1 });
  await other.main.mutate(lakeItself, [{ create: { _id: 'two', _type: 'page' } }]);
  await other.close();
  await until(async () => JSON.stringify(await ask()).includes('"result":2'));
});
