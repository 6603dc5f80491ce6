import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LiveEvent, LiveEventMessage, SanityClient } from '@sanity/client';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { openWire, parseEvents, type WireEvent } from './event-source.fixture.ts';

let lake: TestLake;
let writer: SanityClient;
let ending: (() => unknown)[];
beforeEach(async () => {
  lake = await startTestLake({ isPublic: true });
  writer = lake.client('administrator');
  ending = [];
});
afterEach(async () => {
  for (const end of ending) await end();
  await lake.stop();
});

async function follow(client: SanityClient, options: { includeDrafts?: boolean } = {}) {
  const events: LiveEvent[] = [];
  const subscription = client.live.events(options).subscribe((event) => events.push(event));
  ending.push(() => subscription.unsubscribe());
  await until(() => events.some(({ type }) => type === 'welcome'));
  return { events, messages: () => events.filter((event): event is LiveEventMessage => event.type === 'message') };
}

async function tagsOf(client: SanityClient, query: string, perspective: 'published' | 'drafts') {
  const answer = await client.fetch(query, {}, { perspective, filterResponse: false });
  return answer.syncTags ?? [];
}

describe('the client’s live events', () => {
  test('have the tags of the queries that the change affects, and of no others', async () => {
    await writer.create({ _id: 'one', _type: 'page', slug: { current: 'one' }, title: 'One' });
    await writer.create({ _id: 'two', _type: 'page', slug: { current: 'two' }, title: 'Two' });
    const reader = lake.anonymous();
    const one = await tagsOf(reader, '*[_type == "page" && slug.current == "one"][0]{title}', 'published');
    const two = await tagsOf(reader, '*[_type == "page" && slug.current == "two"][0]{title}', 'published');
    const { messages } = await follow(reader);
    await writer.patch('one').set({ title: 'Changed' }).commit();
    await until(() => messages().length === 1);
    const [message] = messages();
    expect(message?.tags.some((tag) => one.includes(tag))).toBe(true);
    expect(message?.tags.some((tag) => two.includes(tag))).toBe(false);
    const again = { perspective: 'published', lastLiveEventId: message?.id } as const;
    expect(await reader.fetch('*[_id == "one"][0].title', {}, again)).toBe('Changed');
  });

  test('leave out drafts, unless a client that may read them asks', async () => {
    const reader = await follow(lake.anonymous());
    const editor = await follow(lake.client('viewer'), { includeDrafts: true });
    const tags = await tagsOf(lake.client('viewer'), '*[_type == "page"]', 'drafts');
    await writer.create({ _id: 'drafts.one', _type: 'page', slug: { current: 'secret' } });
    await writer.create({ _id: 'versions.r.one', _type: 'page' });
    await until(() => editor.messages().length === 2);
    expect(editor.messages()[0]?.tags.some((tag) => tags.includes(tag))).toBe(true);
    await writer.create({ _id: 'one', _type: 'page' });
    await until(() => reader.messages().length === 1 && editor.messages().length === 3);
    expect(reader.events.map(({ type }) => type)).toEqual(['welcome', 'message']);
    const refused = await fetch(`${lake.url}/v2025-02-19/data/live/events/production?includeDrafts=true`);
    expect(refused.status).toBe(401);
  });

  test('resume after a broken connection with what was missed', async () => {
    const wire = await openWire(lake.url);
    ending.push(() => wire.close());
    const { messages, events } = await follow(lake.anonymous().withConfig({ apiHost: wire.url }));
    await writer.create({ _id: 'one', _type: 'page' });
    await until(() => messages().length === 1);
    wire.cut();
    await writer.create({ _id: 'two', _type: 'page' });
    await writer.create({ _id: 'three', _type: 'page' });
    await until(() => messages().length === 3);
    expect(new Set(messages().map(({ id }) => id)).size).toBe(3);
    expect(events.map(({ type }) => type)).not.toContain('restart');
  });

  test('stay open, and silent, for a client that may read nothing', async () => {
    const closed = await startTestLake();
    ending.push(() => closed.stop());
    const { events } = await follow(closed.anonymous());
    const { messages } = await follow(closed.client('viewer'), { includeDrafts: true });
    await closed.client().create({ _id: 'one', _type: 'page' });
    await until(() => messages().length === 1);
    expect(events.map(({ type }) => type)).toEqual(['welcome']);
  });

  test('send `restart` where the last event id is unknown, as Sanity documents', async () => {
    const events: WireEvent[] = [];
    const stop = new AbortController();
    const response = await fetch(`${lake.url}/v2025-02-19/data/live/events/production`, {
      headers: { 'last-event-id': 'nowhere' },
      signal: stop.signal,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    while (events.length === 0) {
      const parsed = parseEvents(rest + String((await reader?.read())?.value ?? ''));
      rest = parsed.rest;
      events.push(...parsed.events);
    }
    stop.abort();
    expect(events[0]?.event).toBe('restart');
  });
});
