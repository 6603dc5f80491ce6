import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Dataset, type DatasetOptions, openDataset } from '../dataset.ts';
import { createShares } from '../fairness/shares.ts';
import { lakeItself } from '../people/actor.ts';

let folder: string;
let dataset: Dataset;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'group-commit-'));
  dataset = openDataset(options());
});
afterEach(async () => {
  await dataset.close();
  rmSync(folder, { recursive: true });
});

const options = (): DatasetOptions => ({
  projectId: 'bodytext',
  name: 'production',
  folder,
  plugin: {},
  webhooks: [],
  isPublic: false,
});

const note = (_id: string, more = {}) => ({ create: { _id, _type: 'note', ...more } });
const write = (...mutations: Parameters<Dataset['mutate']>[1]) => dataset.mutate(lakeItself, mutations);

function commitsOf(work: () => Promise<unknown>): Promise<number> {
  const exec = jest.spyOn(dataset.store.database, 'exec');
  return work().then(() => {
    const commits = exec.mock.calls.filter(([sql]) => sql === 'COMMIT').length;
    exec.mockRestore();
    return commits;
  });
}

test('requests at the same time share one commit', async () => {
  const commits = await commitsOf(() => Promise.all(Array.from({ length: 16 }, (_, n) => write(note(`n${n}`)))));
  // One, unless the machine is so busy that the group's time limit ends it earlier.
  expect(commits).toBeLessThan(16);
  expect(dataset.store.documents.idsWhere('type = ?', ['note'])).toHaveLength(16);
  expect(dataset.store.log.lastSeq()).toBe(16);
});

test('writers that return one after the other share the next commit too; a lone writer is not delayed', async () => {
  // With the clock stopped, the wait for further writers does not end on a busy machine.
  const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
  await Promise.all([write(note('a')), write(note('b')), write(note('c'))]);
  const together = await commitsOf(async () => {
    const writing = [write(note('a2'))];
    for (const id of ['b2', 'c2']) {
      // Requests arrive in several turns of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      writing.push(write(note(id)));
    }
    await Promise.all(writing);
  });
  clock.mockRestore();
  expect(together).toBe(1);
  await write(note('alone'));
  const exec = jest.spyOn(dataset.store.database, 'exec');
  const last = write(note('alone-again'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(exec).toHaveBeenCalledWith('COMMIT');
  exec.mockRestore();
  await last;
});

test('a failed request does not fail the others of its group', async () => {
  await write(note('taken', { n: 1 }));
  const settled = await Promise.allSettled([
    write(note('before')),
    write({ patch: { id: 'taken', set: { n: 2 } } }, note('half'), note('taken')),
    write(note('after')),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const { documents } = dataset.store;
  expect(['before', 'after', 'half'].map((id) => documents.get(id)?._id)).toEqual(['before', 'after', undefined]);
  expect(documents.get('taken')).toMatchObject({ n: 1 });
});

test('a request that fails after it has written does not fail the others, and each of those is written once', async () => {
  const heard: string[] = [];
  dataset.hub.subscribe(({ changes }) => heard.push(...changes.map(({ id }) => id)));
  const dangling = note('dangling', { to: { _type: 'reference', _ref: 'nobody' } });
  const settled = await Promise.allSettled([write(note('before')), write(dangling), write(note('after'))]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const { documents, log } = dataset.store;
  expect(documents.idsWhere('type = ?', ['note'])).toEqual(['after', 'before']);
  expect(documents.get('dangling')).toBeUndefined();
  expect(heard).toEqual(['before', 'after']);
  expect(log.lastSeq()).toBe(2);
  await expect(write(dangling)).rejects.toThrow('which does not exist');
  expect(documents.get('dangling')).toBeUndefined();
});

test('after a failure, later failures do not roll their groups back', async () => {
  const exec = jest.spyOn(dataset.store.database, 'exec');
  const dangling = (n: number) => note(`dangling-${n}`, { to: { _type: 'reference', _ref: 'nobody' } });
  for (let n = 0; n < 10; n++) await Promise.allSettled([write(note(`n${n}`)), write(dangling(n))]);
  expect(exec.mock.calls.filter(([sql]) => sql === 'ROLLBACK').length).toBeLessThan(3);
  exec.mockRestore();
  expect(dataset.store.documents.idsWhere('type = ?', ['note'])).toHaveLength(10);
});

test('readers do not see a group before it is committed', async () => {
  const seen: unknown[] = [];
  const watching = new DatabaseSync(join(folder, 'lake.sqlite'), { readOnly: true });
  const count = watching.prepare("SELECT count(*) AS n FROM documents WHERE id = 'x'");
  const unsubscribe = dataset.hub.subscribe(() => seen.push(count.get()?.n));
  const writing = Promise.all([write(note('x')), write(note('y'))]);
  await Promise.resolve();
  expect(dataset.store.documents.get('x')).toBeUndefined();
  await writing;
  // Listeners were notified when another connection could already read it.
  expect(seen).toEqual([1, 1]);
  unsubscribe();
  watching.close();
});

test('listeners are notified in commit order', async () => {
  const heard: number[] = [];
  dataset.hub.subscribe(({ seq }) => heard.push(seq));
  await Promise.all(Array.from({ length: 40 }, (_, n) => write(note(`n${n}`))));
  expect(heard).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
});

test('a dry run and a refused request leave nothing in the cache', async () => {
  await write(note('a', { n: 1 }));
  const change = { patch: { id: 'a', set: { n: 2 } } };
  await dataset.mutate(lakeItself, [change, { delete: { query: '*[_id == "nobody"]' } }], { dryRun: true });
  await expect(write(change, { delete: { query: '*[_id == "nobody"]' } }, note('a'))).rejects.toThrow('already exists');
  expect(dataset.store.documents.get('a')).toMatchObject({ n: 1 });
  expect(dataset.query(lakeItself, '*[_id == "a"][0].n')).toBe(1);
});

test('while another process holds the lock, writers wait and readers are answered', async () => {
  await write(note('a'));
  const other = new DatabaseSync(join(folder, 'lake.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  let isWritten = false;
  const writing = write(note('b')).then(() => {
    isWritten = true;
  });
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    expect(dataset.query(lakeItself, 'count(*[_type == "note"])')).toBe(1);
  }
  expect(isWritten).toBe(false);
  other.exec('COMMIT');
  other.close();
  await writing;
  expect(dataset.query(lakeItself, 'count(*[_type == "note"])')).toBe(2);
});

test('a group that does not fit on the disk is committed one by one: what fits is stored', async () => {
  const { database } = dataset.store;
  await write(note('first'));
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  database.exec(`PRAGMA max_page_count = ${pages + 20}`);
  const settled = await Promise.allSettled([
    write(note('small')),
    write(note('large', { text: 'x'.repeat(500_000) })),
    write(note('small-too')),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(dataset.query(lakeItself, '*[_type == "note"]._id')).toEqual(['first', 'small', 'small-too']);
  database.exec(`PRAGMA max_page_count = ${pages + 2_000}`);
  await write(note('large', { text: 'x'.repeat(500_000) }));
});

test('requests that are queued when a dataset closes are committed', async () => {
  const writing = write(note('last'));
  await dataset.close();
  await writing;
  dataset = openDataset(options());
  expect(dataset.store.documents.get('last')).toBeDefined();
});

test('a caller who writes much does not delay the writes of others', async () => {
  const busy = { ...lakeItself, id: 'busy' };
  const many = () => Array.from({ length: 100 }, (_, n) => ({ createOrReplace: { _id: `m${n}`, _type: 'note' } }));
  await dataset.mutate(busy, many());
  const authors: string[] = [];
  const unsubscribe = dataset.hub.subscribe(({ author }) => authors.push(author));
  const writing = [dataset.mutate(busy, many()), dataset.mutate(busy, many()), write(note('small'))];
  await Promise.all(writing);
  unsubscribe();
  expect(authors[0]).toBe(lakeItself.id);
});

describe('a writer who used much time', () => {
  const busy = { ...lakeItself, id: 'busy' };
  const named = (_id: string) => [note(_id)];

  function openDelayed(delayMs: number): void {
    const until = performance.now() + delayMs;
    const restOf = (caller: string): number => (caller === busy.id ? Math.max(0, until - performance.now()) : 0);
    dataset = openDataset({ ...options(), shares: { ...createShares(), restOf } });
  }

  beforeEach(() => dataset.close());

  test('is delayed, and other writers are not', async () => {
    openDelayed(300);
    const authors: string[] = [];
    dataset.hub.subscribe(({ author }) => authors.push(author));
    const waiting = dataset.mutate(busy, named('first'));
    for (let n = 0; n < 5; n++) await write(note(`other-${n}`));
    await waiting;
    expect(authors).toEqual([...Array.from({ length: 5 }, () => lakeItself.id), busy.id]);
  });

  test('has a limited queue', async () => {
    openDelayed(60_000);
    const large = { text: 'words '.repeat(200_000) };
    const settled = Array.from({ length: 100 }, (_, n) => dataset.mutate(busy, [note(`large-${n}`, large)]));
    const refused = await Promise.race(settled).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    await write(note('other'));
    // Closing commits what is queued.
    await dataset.close();
    const outcomes = await Promise.allSettled(settled);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(2);
    openDelayed(0);
    expect(dataset.store.documents.get('large-0')).toBeDefined();
    expect(dataset.store.documents.get('large-99')).toBeUndefined();
  });
});
