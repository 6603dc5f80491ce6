import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ListenEvent, MutationEvent, SanityClient } from '@sanity/client';
import fc from 'fast-check';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { openWire, type Wire } from './event-source.fixture.ts';

const mostCuts = 4;
/** Fewer than the replay limit: a fast machine would exceed it before the listeners reconnect, and they would get `reset`. */
const mostMissed = 300;
const ids = ['a', 'b', 'c', 'drafts.a', 'drafts.b'];

let lake: TestLake;
let wire: Wire;
beforeEach(async () => {
  lake = await startTestLake();
  wire = await openWire(lake.url);
});
afterEach(async () => {
  await wire.close();
  await lake.stop();
});

type Heard = { events: ListenEvent<Record<string, unknown>>[]; mutations(): MutationEvent[]; stop(): void };

function listen(client: SanityClient, query: string): Heard {
  const events: Heard['events'] = [];
  const subscription = client
    .listen(
      query,
      {},
      {
        includeAllVersions: true,
        includePreviousRevision: true,
        effectFormat: 'mendoza',
        enableResume: true,
        events: ['welcome', 'welcomeback', 'reset', 'reconnect', 'mutation'],
      },
    )
    .subscribe((event) => events.push(event));
  return {
    events,
    mutations: () => events.filter((event) => event.type === 'mutation'),
    stop: () => subscription.unsubscribe(),
  };
}

function isConnected({ events }: Heard): boolean {
  return events.at(-1)?.type !== 'reconnect';
}

const step = fc.record({
  id: fc.constantFrom(...ids),
  also: fc.option(fc.constantFrom(...ids), { nil: undefined }),
  kind: fc.constantFrom('open', 'close', 'close', 'delete', 'open', 'open'),
  cuts: fc.boolean(),
});

test('a listener whose connection breaks at any moment misses nothing and gets nothing twice', async () => {
  const writer = lake.client('editor');
  const steady = listen(lake.client('editor'), '*[_type == "note" && open]');
  const broken = ['*[_type == "note" && open]', '*[_type == "note"]', '*[_id in ["a", "drafts.a", "last"]]'].map(
    (query) => listen(lake.client('editor', { apiHost: wire.url }), query),
  );
  const all = listen(lake.client('editor'), '*');
  const everybody = [steady, all, ...broken];
  await until(() => everybody.every(({ events }) => events.some(({ type }) => type === 'welcome')));

  let cuts = 0;
  let missed = 0;
  for (const { id, also, kind, cuts: wantsCut } of fc.sample(step, 2_000)) {
    if (cuts === mostCuts) break;
    const touched = [...new Set([id, also ?? id])];
    const transaction = writer.transaction();
    for (const _id of touched) {
      if (kind === 'delete') transaction.delete(_id);
      else transaction.createOrReplace({ _id, _type: 'note', open: kind === 'open', at: Math.random() });
    }
    const write = transaction.commit({ returnDocuments: false });
    // Cut while the lake is writing, but let all listeners reconnect before the next cut.
    if (wantsCut && broken.every(isConnected)) {
      cuts += 1;
      missed = 0;
      wire.cut();
      await until(() => !broken.some(isConnected));
    }
    await write;
    missed += 1;
    if (missed === mostMissed) await until(() => broken.every(isConnected));
  }
  await writer.createOrReplace({ _id: 'last', _type: 'note', open: true });
  await until(() => everybody.every(({ mutations }) => mutations().some(({ documentId }) => documentId === 'last')));
  for (const { stop } of everybody) stop();

  const [open, notes, few] = broken.map(({ mutations }) => mutations());
  expect(cuts).toBe(mostCuts);
  expect(open).toEqual(steady.mutations());
  expect(notes).toEqual(all.mutations());
  expect(few?.map(({ eventId }) => eventId)).toEqual(
    all
      .mutations()
      .filter(({ documentId }) => ['a', 'drafts.a', 'last'].includes(documentId))
      .map(({ eventId }) => eventId),
  );
  expect(broken.flatMap(({ events }) => events).some(({ type }) => type === 'welcomeback')).toBe(true);

  const held = new Map<string, unknown>();
  for (const { documentId, transition, result } of open ?? []) {
    if (transition === 'disappear') held.delete(documentId);
    else held.set(documentId, result);
  }
  const found = await writer.fetch<{ _id: string }[]>('*[_type == "note" && open]');
  expect([...held.values()]).toEqual(expect.arrayContaining(found));
  expect(held.size).toBe(found.length);
}, 120_000);

test('a listener that disconnects before its first event resumes after the welcome', async () => {
  const writer = lake.client('editor');
  const heard = listen(lake.client('editor', { apiHost: wire.url }), '*[_type == "note"]');
  await until(() => heard.events.length > 0);
  wire.cut();
  await writer.create({ _id: 'meanwhile', _type: 'note' });
  await until(() => heard.mutations().length === 1);
  expect(heard.events.map(({ type }) => type)).toEqual(['welcome', 'reconnect', 'welcomeback', 'mutation']);
  heard.stop();
}, 60_000);
