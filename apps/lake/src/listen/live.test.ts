import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LiveEvent, LiveEventMessage, SanityClient } from '@sanity/client';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
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

async function reached(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('It did not come about in time.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function follow(client: SanityClient, options: { includeDrafts?: boolean } = {}) {
  const events: LiveEvent[] = [];
  const subscription = client.live.events(options).subscribe((event) => events.push(event));
  ending.push(() => subscription.unsubscribe());
  await reached(() => events.some(({ type }) => type === 'welcome'));
  return { events, messages: () => events.filter((event): event is LiveEventMessage => event.type === 'message') };
}

async function tagsOf(client: SanityClient, query: string, perspective: 'published' | 'drafts') {
  const answer = await client.fetch(query, {}, { perspective, filterResponse: false });
  return answer.syncTags ?? [];
}

describe('the client’s live events', () => {
  test('name the tags of the queries to ask again, and of no others', async () => {
    await writer.create({ _id: 'one', _type: 'page', slug: { current: 'one' }, title: 'One' });
    await writer.create({ _id: 'two', _type: 'page', slug: { current: 'two' }, title: 'Two' });
    const reader = lake.anonymous();
    const one = await tagsOf(reader, '*[_type == "page" && slug.current == "one"][0]{title}', 'published');
    const two = await tagsOf(reader, '*[_type == "page" && slug.current == "two"][0]{title}', 'published');
    const { messages } = await follow(reader);
    await writer.patch('one').set({ title: 'Changed' }).commit();
    await reached(() => messages().length === 1);
    const [message] = messages();
    expect(message?.tags.some((tag) => one.includes(tag))).toBe(true);
    expect(message?.tags.some((tag) => two.includes(tag))).toBe(false);
    const again = { perspective: 'published', lastLiveEventId: message?.id } as const;
    expect(await reader.fetch('*[_id == "one"][0].title', {}, again)).toBe('Changed');
  });

  test('say nothing of drafts, unless one who may see them asks', async () => {
    const reader = await follow(lake.anonymous());
    const editor = await follow(lake.client('viewer'), { includeDrafts: true });
    const tags = await tagsOf(lake.client('viewer'), '*[_type == "page"]', 'drafts');
    await writer.create({ _id: 'drafts.one', _type: 'page', slug: { current: 'secret' } });
    await writer.create({ _id: 'versions.r.one', _type: 'page' });
    await reached(() => editor.messages().length === 2);
    expect(editor.messages()[0]?.tags.some((tag) => tags.includes(tag))).toBe(true);
    await writer.create({ _id: 'one', _type: 'page' });
    await reached(() => reader.messages().length === 1 && editor.messages().length === 3);
    expect(reader.events.map(({ type }) => type)).toEqual(['welcome', 'message']);
    const refused = await fetch(`${lake.url}/v2025-02-19/data/live/events/production?includeDrafts=true`);
    expect(refused.status).toBe(401);
  });

  test('go on after a broken connection with what was missed', async () => {
    const wire = await openWire(lake.url);
    ending.push(() => wire.close());
    const { messages, events } = await follow(lake.anonymous().withConfig({ apiHost: wire.url }));
    await writer.create({ _id: 'one', _type: 'page' });
    await reached(() => messages().length === 1);
    wire.cut();
    await writer.create({ _id: 'two', _type: 'page' });
    await writer.create({ _id: 'three', _type: 'page' });
    await reached(() => messages().length === 3);
    expect(new Set(messages().map(({ id }) => id)).size).toBe(3);
    expect(events.map(({ type }) => type)).not.toContain('restart');
  });

  test('tell nobody who may read nothing that anything happens, and keep them', async () => {
    const closed = await startTestLake();
    ending.push(() => closed.stop());
    const { events } = await follow(closed.anonymous());
    const { messages } = await follow(closed.client('viewer'), { includeDrafts: true });
    await closed.client().create({ _id: 'one', _type: 'page' });
    await reached(() => messages().length === 1);
    expect(events.map(({ type }) => type)).toEqual(['welcome']);
  });

  test('start over where the last position is unknown, as Sanity says', async () => {
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
