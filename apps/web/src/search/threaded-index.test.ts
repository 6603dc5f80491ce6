/** @jest-environment node */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ContentClient } from '@bodytext/content/read';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ExpiredTags } from '../cache/expired-tags.ts';
import { newCaller } from '../server/fair-turns.ts';
import { Search } from './find.ts';
import { SearchIndex } from './search-index.ts';
import { ThreadedIndex } from './threaded-index.ts';

let file: string;
let index: ThreadedIndex;

beforeEach(async () => {
  file = join(mkdtempSync(join(tmpdir(), 'search-')), 'search.sqlite');
  index = new ThreadedIndex(file);
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

test('it answers as the index does that it keeps in its thread', async () => {
  expect(index.state).toBeUndefined();
  await index.replace(all);
  expect(index.state).toEqual({ position: 3, topics: [{ _id: 'topic-a' }] });
  const beside = new SearchIndex(file);
  for (const query of ['vertigo', 'vertgio', 'about', 'nothing at all']) {
    expect(await index.search(query, options)).toEqual(beside.search(query, options));
  }
  expect(await index.listings(['vertigo'])).toEqual([{ _id: 'sciatica' }]);
  await index.update({ entries: [entry('migraine')], gone: ['vertigo'], position: 4, topics: [] });
  expect(index.state?.position).toBe(4);
  expect((await index.search('migraine', options)).total).toBe(1);
  beside.close();
});

test('the next program finds how far it has come', async () => {
  await index.replace(all);
  const next = new ThreadedIndex(file);
  await next.open();
  expect(next.state).toEqual(index.state);
  await next.close();
});

test('while somebody searches, others are answered', async () => {
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

test('somebody’s one search is next, however many another has waiting', async () => {
  const changes = new ExpiredTags(join(tmpdir(), 'no-changes.ndjson'));
  await index.replace({ ...all, position: changes.position });
  const client: ContentClient = { fetch: () => Promise.reject(new Error('The lake is down.')) };
  const search = new Search({ index, client, changes });
  const [greedy, modest] = [newCaller(), newCaller()];
  const order: string[] = [];
  const flood = Array.from({ length: 50 }, () => search.find('about', 1, greedy).then(() => order.push('greedy')));
  await search.find('vertigo', 1, modest);
  order.push('modest');
  await Promise.all(flood);
  expect(order.indexOf('modest')).toBeLessThan(10);
});
