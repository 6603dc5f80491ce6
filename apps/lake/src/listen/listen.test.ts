import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ListenEvent, MutationEvent, ResumableListenOptions, SanityClient } from '@sanity/client';
import { applyPatch } from 'mendoza';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
let subscriptions: { unsubscribe(): void }[];
beforeEach(async () => {
  lake = await startTestLake();
  client = lake.client('editor');
  subscriptions = [];
});
afterEach(async () => {
  for (const subscription of subscriptions) subscription.unsubscribe();
  await lake.stop();
});

const listening: ResumableListenOptions = {
  includeAllVersions: true,
  effectFormat: 'mendoza',
  enableResume: true,
  events: ['welcome', 'mutation'],
};

type Event = ListenEvent<Record<string, unknown>>;

/** Listens, and waits for the welcome event. */
async function listen(query: string, options = {}): Promise<{ events: Event[]; mutations(): MutationEvent[] }> {
  const events: Event[] = [];
  subscriptions.push(
    client.listen(query, {}, { ...listening, ...options }).subscribe((event: Event) => events.push(event)),
  );
  await until(() => events.some(({ type }) => type === 'welcome'));
  return { events, mutations: () => events.filter((event) => event.type === 'mutation') };
}

describe('a listener', () => {
  test('hears of a document’s appearance, change and disappearance', async () => {
    const { mutations } = await listen('*[_type == "note"]', { includePreviousRevision: true });
    const created = await client.create({ _id: 'a', _type: 'note', n: 1 });
    const patched = await client.patch('a').set({ n: 2 }).commit();
    await client.delete('a');
    await until(() => mutations().length === 3);
    expect(mutations()).toMatchObject([
      { transition: 'appear', documentId: 'a', resultRev: created._rev, result: { n: 1 } },
      {
        transition: 'update',
        previousRev: created._rev,
        resultRev: patched._rev,
        result: { n: 2 },
        previous: { n: 1 },
      },
      { transition: 'disappear', previousRev: patched._rev },
    ]);
  });

  test('hears of a document that comes to match its filter, and that ceases to', async () => {
    await client.create({ _id: 'a', _type: 'note', open: false });
    const { mutations } = await listen('*[_type == "note" && open]');
    await client.patch('a').set({ open: true }).commit();
    await client.patch('a').set({ open: false }).commit();
    await client.patch('a').set({ n: 1 }).commit();
    await until(() => mutations().length === 2);
    expect(mutations().map(({ transition }) => transition)).toEqual(['appear', 'disappear']);
  });

  test('gets patches without revisions that turn one state into the next', async () => {
    const created = await client.create({
      _id: 'a',
      _type: 'note',
      title: 'Lower back pain',
      body: [{ _key: 'b', text: 'ä' }],
    });
    const { mutations } = await listen('*', { includeResult: true });
    await client.patch('a').set({ title: 'Lower back spasm', 'body[_key=="b"].text': 'äö' }).commit();
    await until(() => mutations().length === 1);
    const [event] = mutations();
    const { _rev: _before, ...before } = created;
    const { _rev: _after, ...after } = event?.result ?? {};
    expect(applyPatch(before, event?.effects?.apply ?? [])).toEqual(after);
    expect(applyPatch(after, event?.effects?.revert ?? [])).toEqual(before);
    expect(JSON.stringify(event?.effects)).not.toContain('_rev');
  });

  test('gets the number of events of a transaction that it will receive, not of all', async () => {
    await client.create({ _id: 'drafts.a', _type: 'note' });
    const pair = await listen('*[_id in ["a", "drafts.a"]]');
    const published = await listen('*[_id == "a"]');
    await client.action({ actionType: 'sanity.action.document.publish', draftId: 'drafts.a', publishedId: 'a' });
    await until(() => pair.mutations().length === 2 && published.mutations().length === 1);
    expect(pair.mutations()).toMatchObject([{ transactionTotalEvents: 2 }, { transactionTotalEvents: 2 }]);
    expect(published.mutations()).toMatchObject([{ transactionTotalEvents: 1, transactionCurrentEvent: 1 }]);
  });

  test('hears of published documents only, unless it asks for all versions', async () => {
    const { mutations } = await listen('*', { includeAllVersions: false });
    await client.create({ _id: 'drafts.a', _type: 'note' });
    await client.create({ _id: 'versions.r.a', _type: 'note' });
    await client.create({ _id: 'b', _type: 'note' });
    await until(() => mutations().length > 0);
    expect(mutations().map(({ documentId }) => documentId)).toEqual(['b']);
  });

  test('hears nothing of a dry run', async () => {
    const { mutations } = await listen('*');
    await client.create({ _id: 'dry', _type: 'note' }, { dryRun: true });
    await client.create({ _id: 'real', _type: 'note' });
    await until(() => mutations().length > 0);
    expect(mutations().map(({ documentId }) => documentId)).toEqual(['real']);
  });
});

describe('a stream', () => {
  /** The events of a stream of the API, as they come. */
  async function open(path: string, headers: Record<string, string> = {}) {
    const { token } = client.config();
    const response = await fetch(`${lake.url}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
    const events: { event: string; id: string | undefined }[] = [];
    const reading = (async () => {
      let rest = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const event = /^event: (.+)$/m.exec(block)?.[1];
          if (event) events.push({ event, id: /^id: (.+)$/m.exec(block)?.[1] });
        }
      }
    })();
    return { response, events, ended: reading };
  }
  const path = `/v2025-02-19/data/listen/production?query=${encodeURIComponent('*[_type == "note"]')}&includeAllVersions=true&enableResume=true`;

  test('resumes after the last event received: nothing missed, nothing twice', async () => {
    const { transactionId } = await client.mutate(
      ['one', 'two', 'three'].map((_id) => ({ create: { _id, _type: 'note' } })),
      { returnDocuments: false },
    );
    await client.create({ _id: 'four', _type: 'note' });
    await client.create({ _id: 'other', _type: 'else' });
    const { events } = await open(path, { 'last-event-id': `${transactionId}#two` });
    await until(() => events.length >= 3);
    await client.create({ _id: 'five', _type: 'note' });
    await until(() => events.length >= 4);
    expect(events.map(({ event, id }) => (event === 'mutation' ? id?.split('#')[1] : event))).toEqual([
      'welcomeback',
      'three',
      'four',
      'five',
    ]);
  });

  test('gets `reset` when its last event is unknown', async () => {
    const { events } = await open(path, { 'last-event-id': 'nowhere#a' });
    await until(() => events.length > 0);
    expect(events).toMatchObject([{ event: 'reset' }]);
  });

  test('of live events has messages for changes of published documents', async () => {
    const { events } = await open('/v2025-02-19/data/live/events/production');
    await until(() => events.length === 1);
    await client.create({ _id: 'drafts.a', _type: 'note' });
    await client.create({ _id: 'a', _type: 'note' });
    await until(() => events.length === 2);
    expect(events.map(({ event }) => event)).toEqual(['welcome', 'message']);
  });

  test('ends when the lake stops, without delaying the stop', async () => {
    const { events, ended } = await open(path);
    await until(() => events.length === 1);
    const started = performance.now();
    await lake.close();
    await ended;
    // Waiting for the listener would never end.
    expect(performance.now() - started).toBeLessThan(20_000);
    lake = await startTestLake();
  });

  test('is refused without read access', async () => {
    const response = await fetch(`${lake.url}${path}`);
    expect(response.status).toBe(403);
  });
});
