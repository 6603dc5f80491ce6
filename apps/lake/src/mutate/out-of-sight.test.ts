import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import type { Permission } from '../plugin.ts';

/*
 * Whoever may not read a document is answered as if there were none, whatever they try to do to it: of two ids, one of
 * which is taken, the answers differ in nothing but the id.
 */

const taken = 'drafts.taken';
const free = 'drafts.other';
let lake: TestLake;
let administrator: SanityClient;

const report = {
  _id: 'feedback.new',
  _type: 'feedback',
  address: '/back-pain',
  text: 'Wrong.',
  reportedOn: '2026-03-01',
  state: 'open',
};
const tally = { _type: 'feedbackTally', page: { _type: 'reference', _ref: 'a', _weak: true }, month: '2026-03' };

beforeAll(async () => {
  const { gate: _, ...plugin } = newsroomPlugin;
  const permissions: Permission[] = ['read', 'create', 'update'];
  // Reads and writes offers, and nothing else.
  const viewer = { grants: [{ filter: '_type == "offer"', permissions }] };
  lake = await startTestLake({ plugin: { ...plugin, roles: { ...plugin.roles, viewer } } });
  administrator = lake.client('administrator');
  const article = { _type: 'article', title: 'Embargoed' };
  await administrator.create({ _id: 'a', _type: 'article', title: 'A' });
  await administrator.create({ ...article, _id: taken, slug: { current: 'embargoed' } });
  await administrator.create({ ...article, _id: 'versions.r.taken' });
  await administrator.create({ _id: 'offer', _type: 'offer', about: { _type: 'reference', _ref: 'a' } });
});
afterAll(() => lake.stop());

type Tried = (id: string) => unknown[];

const hidden: Record<string, Tried> = {
  create: (id) => [{ create: { _id: id, _type: 'article' } }],
  'create of what it may create': (id) => [{ create: { _id: id, _type: 'feedback' } }],
  createIfNotExists: (id) => [{ createIfNotExists: { _id: id, _type: 'article' } }],
  createOrReplace: (id) => [{ createOrReplace: { _id: id, _type: 'article' } }],
  patch: (id) => [{ patch: { id, set: { title: 'Forged' } } }],
  'patch of a revision': (id) => [{ patch: { id, ifRevisionID: 'x', set: { title: 'Forged' } } }],
  'patch of nothing': (id) => [{ patch: { id } }],
  'patch that can’t be done': (id) => [{ patch: { id, inc: { title: 1 } } }],
  delete: (id) => [{ delete: { id } }],
  'delete for good': (id) => [{ delete: { id, purge: true } }],
  'delete by query': (id) => [{ delete: { query: `*[_id == "${id}"]` } }],
  'patch by query': (id) => [{ patch: { query: `*[_id == "${id}"]`, set: { title: 'Forged' } } }],
  'after something that it may': (id) => [{ create: report }, { patch: { id, set: { title: 'Forged' } } }],
  'a creation after something that it may': (id) => [
    { create: report },
    { createIfNotExists: { _id: id, _type: 'article' } },
  ],
  'a strong reference': (id) => [{ create: { ...report, page: { _ref: id } } }],
  'a strong reference in a weak one': (id) => [
    { create: { ...report, page: { _type: 'reference', _weak: true, at: [{ _ref: id }] } } },
  ],
  'a strong reference beside one to nothing': (id) => [
    { create: { ...report, page: { at: [{ _ref: 'nothing' }, { _ref: id }] } } },
  ],
  'a strong reference where it may not write': (id) => [{ create: { ...report, ip: '192.0.2.1', page: { _ref: id } } }],
  'a weak reference': (id) => [{ create: { ...report, page: { _type: 'reference', _ref: id, _weak: true } } }],
};

const ways = ['', '?returnIds=true&returnDocuments=true&dryRun=true'];

/** What a token is answered, with every trace of the id and of chance taken out. */
async function answerTo(role: string, mutations: unknown[], id: string, way: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${lake.client(role).config().token}` };
  const answer = await fetch(`${lake.url}/v2025-02-19/data/mutate/production${way}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ mutations, transactionId: `try-${Math.random()}` }),
  });
  const text = await answer.text();
  // What it handed in besides is taken back.
  await administrator.delete(report._id);
  return [answer.status, text.replaceAll(id, 'ID').replaceAll(/try-[\d.]+(?:e-\d+)?/g, 'TRANSACTION')];
}

describe.each(['feedback', 'viewer'])('by its answers, a token of the role %s learns of no draft', (role) => {
  test.each(Object.entries(hidden))('%s', async (_, mutationsFor) => {
    const before = await administrator.fetch('*[!(_id in path("feedback.**"))] | order(_id)');
    for (const way of ways) {
      for (const [there, not] of [
        [taken, free],
        ['versions.r.taken', 'versions.r.other'],
      ] as const) {
        const [one, other] = [
          await answerTo(role, mutationsFor(there), there, way),
          await answerTo(role, mutationsFor(not), not, way),
        ];
        expect([way, one]).toEqual([way, other]);
      }
    }
    expect(await administrator.fetch('*[!(_id in path("feedback.**"))] | order(_id)')).toEqual(before);
  });
});

test('what the site may hand in is taken as ever', async () => {
  const site = lake.client('feedback');
  const _id = 'feedback-tally.2026-03.a';
  const vote = [
    { createIfNotExists: { _id, ...tally, useful: 0, notUseful: 0 } },
    { patch: { id: _id, inc: { useful: 1 } } },
  ];
  await site.mutate(vote, { returnDocuments: false });
  await site.mutate(vote, { returnDocuments: false });
  expect(await administrator.fetch('*[_id == $id][0].useful', { id: _id })).toBe(2);
});

test('who reads a part refers to what they read, and goes on editing what refers to more', async () => {
  const marketer = lake.client('viewer');
  await marketer.create({ _id: 'second', _type: 'offer', beside: { _type: 'reference', _ref: 'offer' } });
  await marketer.patch('offer').set({ title: 'New' }).commit();
  await marketer.patch({ query: '*[_type == "offer"]' }).set({ seen: true }).commit();
  await marketer.delete('second');
  expect(await administrator.fetch('*[_type == "offer"]{_id, seen, "about": about._ref}')).toEqual([
    { _id: 'offer', seen: true, about: 'a' },
  ]);
});

test('the feedback token learns nothing of people', async () => {
  lake.lake.people.add({ name: 'Ada Lovelace', email: 'ada@example.org', role: 'editor' });
  const [ada] = lake.lake.people.list();
  const headers = { authorization: `Bearer ${lake.client('feedback').config().token}` };
  const groups = encodeURIComponent('*[_type == "system.group"]{members, grants, _id}');
  const paths = [
    'users/me',
    'users/nope',
    `users/${ada?.id}`,
    `users/${ada?.id},nope`,
    'users/me/keyvalue/a',
    'users/me/sessions',
    'auth/id',
    'projects',
    'projects/bodytext',
    'projects/bodytext/users',
    'projects/bodytext/roles',
    'projects/bodytext/grants',
    'projects/bodytext/datasets',
    'projects/bodytext/datasets/production/acl',
    'projects/bodytext/cors',
    'datasets',
    `data/query/production?query=${groups}`,
    `data/query/production?query=${encodeURIComponent('identity()')}`,
    'data/doc/production/drafts.taken,a',
    'data/listen/production?query=*',
    'data/history/production/transactions/a,drafts.taken',
    'data/history/production/events/documents/a',
    'data/references/production/documents/a/to',
    'data/export/production',
  ];
  const open = new Set(['data/query/production', 'data/doc/production']);
  for (const path of paths) {
    const answer = await fetch(`${lake.url}/v2025-02-19/${path}`, { headers });
    const text = await answer.text();
    const isOpen = [...open].some((prefix) => path.startsWith(prefix));
    expect([path, answer.status]).toEqual([path, isOpen ? 200 : 403]);
    expect([path, text.includes(ada?.id ?? 'Ada'), /Ada|Embargoed|"A"/.test(text)]).toEqual([path, false, false]);
  }
  const answer = await fetch(`${lake.url}/v2025-02-19/data/query/production?query=${groups}`, { headers });
  expect(await answer.json()).toMatchObject({ result: [] });
});

test('the feedback token does not hear who is here', async () => {
  const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/v2022-06-30/socket/production`);
  const heard: unknown[] = [];
  socket.addEventListener('message', ({ data }) => heard.push(data));
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  socket.addEventListener('open', () => {
    const authorization = `Bearer ${lake.client('feedback').config().token}`;
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: '1', method: 'authorization', params: { authorization } }));
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: '2', method: 'presence_subscribe', params: {} }));
  });
  expect(await closed).toBe(4001);
  expect(heard).toEqual([]);
});
