/** @jest-environment node */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ContentClient } from '@bodytext/content/read';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createExpiredTags } from '../cache/expired-tags.ts';
import { newCaller } from '../server/fair-queue.ts';
import { createSearch } from './search.ts';
import { createSearchIndex } from './search-index.ts';
import { createWorkerIndex, type WorkerIndex } from './worker-index.ts';

let file: string;
let index: WorkerIndex;

beforeEach(async () => {
  file = join(mkdtempSync(join(tmpdir(), 'search-')), 'search.sqlite');
  index = createWorkerIndex(file);
  await index.open();
});

afterEach(() => index.close());

const entry = (id: string, body = '') => ({
  ...{
    id,
    slug: id,
    topicId: 'topic-a',
    title: `About ${id}`,
    headline: 'A headline',
    description: '',
    lead: 'A lead.',
    body,
  },
  listing: { _id: id },
});
const options = { page: 1, pageSize: 10, hidden: [], topics: ['topic-a'] };
const all = { entries: [entry('vertigo'), entry('sciatica')], position: 3, topics: [{ _id: 'topic-a' }] };

test('the index in the worker thread has the same answers as one in this thread', async () => {
  expect(index.state).toBeUndefined();
  await index.replace(all);
  expect(index.state).toEqual({ position: 3, topics: [{ _id: 'topic-a' }] });
  const direct = createSearchIndex(file);
  for (const query of ['vertigo', 'vertgio', 'about', 'nothing at all']) {
    expect(await index.search(query, options)).toEqual(direct.search(query, options));
  }
  expect(await index.listings(['vertigo'])).toEqual([{ _id: 'sciatica' }]);
  await index.update({ entries: [entry('migraine')], gone: ['vertigo'], position: 4, topics: [] });
  expect(index.state?.position).toBe(4);
  expect((await index.search('migraine', options)).total).toBe(1);
  direct.close();
});

test('the state outlasts a restart', async () => {
  await index.replace(all);
  const next = createWorkerIndex(file);
  await next.open();
  expect(next.state).toEqual(index.state);
  await next.close();
});

test('a search does not block the event loop', async () => {
  await index.replace(all);
  let turns = 0;
  let isFound = false;
  const searching = index.search('about everything', options).then(() => (isFound = true));
  while (!isFound) {
    turns += 1;
    await nextTurn();
  }
  await searching;
  expect(turns).toBeGreaterThan(1);
});

test('a caller with fifty queued searches delays another caller by a few', async () => {
  const journal = createExpiredTags(join(tmpdir(), 'no-changes.ndjson'));
  await index.replace({ ...all, position: journal.position });
  const client: ContentClient = { fetch: () => Promise.reject(new Error('The lake is down.')) };
  const search = createSearch({ index, client, journal });
  const [greedy, modest] = [newCaller(), newCaller()];
  const order: string[] = [];
  const flood = Array.from({ length: 50 }, () => search.find('about', 1, greedy).then(() => order.push('greedy')));
  await search.find('vertigo', 1, modest);
  order.push('modest');
  await Promise.all(flood);
  expect(order.indexOf('modest')).toBeLessThan(10);
});
