/** @jest-environment node */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemoryLake } from '@bodytext/content/in-memory-lake.fixture';
import { documents } from '@bodytext/demo/documents';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { catchUp, startCatchUp } from './catch-up.ts';

const topic = { _id: 'topic-a', _type: 'topic', _rev: '1', title: 'A', slug: { current: 'a' } };
const person = { _id: 'person-a', _type: 'person', _rev: '1', name: 'A', slug: { current: 'a' } };

let file: string;
let expired: string[];
const expire = (tags: readonly string[]) => void expired.push(...tags);

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'catch-up-')), 'site', 'seen.json');
  expired = [];
});

afterEach(() => {
  jest.useRealTimers();
});

/** The tags that expire when the lake had `before` at the last run and has `now`. */
async function expiredBetween(before: object[], now: object[]): Promise<string[]> {
  const { lake: room, context } = inMemoryLake(before);
  await catchUp(context.client, file, expire);
  expired = [];
  room.documents = now;
  await catchUp(context.client, file, expire);
  return expired;
}

test('when nothing changed, nothing expires', async () => {
  expect(await expiredBetween([topic, person], [topic, person])).toEqual([]);
});

test('changed, new and deleted documents expire, with the lists they are in', async () => {
  expect(await expiredBetween([topic, person], [{ ...topic, _rev: '2' }, person])).toEqual(
    expect.arrayContaining(['document:topic-a']),
  );
  expect(await expiredBetween([topic], [topic, person])).toEqual(expect.arrayContaining(['collection:person']));
  expect(await expiredBetween([topic, person], [topic])).toEqual(
    expect.arrayContaining(['document:person-a', 'collection:person', 'segment:a', 'gone:person-a']),
  );
});

test('every document of the demo can be read', async () => {
  const { context } = inMemoryLake(documents);
  await catchUp(context.client, file, expire);
  expect(expired).toEqual(expect.arrayContaining(documents.map(({ _id }) => `document:${_id}`)));
});

test('without a snapshot, every document counts as changed', async () => {
  const { context } = inMemoryLake([topic, person]);
  await catchUp(context.client, file, expire);
  expect(expired).toEqual(expect.arrayContaining(['document:topic-a', 'document:person-a']));
});

test.each<[string, () => void]>([
  ['cut short', () => truncateSync(file, 20)],
  ['zeroed', () => writeFileSync(file, Buffer.alloc(readFileSync(file).length))],
  ['overwritten', () => writeFileSync(file, readFileSync(file).fill(0x20, 70, 90))],
  ['edited, with other revisions', () => writeFileSync(file, readFileSync(file, 'utf8').replace('"1"', '"2"'))],
  [
    'a folder',
    () => {
      rmSync(file);
      mkdirSync(join(file, 'inside'), { recursive: true });
    },
  ],
])('the snapshot is %s: every document counts as changed once, and it is written again', async (_, damage) => {
  const { context } = inMemoryLake([topic, person]);
  await catchUp(context.client, file, expire);
  damage();
  expired = [];
  await catchUp(context.client, file, expire);
  expect(expired).toEqual(expect.arrayContaining(['document:topic-a', 'document:person-a']));
  expired = [];
  await catchUp(context.client, file, expire);
  expect(expired).toEqual([]);
});

test('if the tags can’t be recorded, the next run compares again', async () => {
  const { context } = inMemoryLake([topic]);
  const full = () => {
    throw new Error('The disk is full.');
  };
  await expect(catchUp(context.client, file, full)).rejects.toThrow('The disk is full.');
  await catchUp(context.client, file, expire);
  expect(expired).toContain('document:topic-a');
});

test('a lake without any document is not believed, since the token may have lost its rights', async () => {
  const { lake: room, context } = inMemoryLake([topic, person]);
  await catchUp(context.client, file, expire);
  expired = [];
  room.documents = [];
  await expect(catchUp(context.client, file, expire)).rejects.toThrow('none of 2 documents');
  room.documents = [topic];
  await catchUp(context.client, file, expire);
  expect(expired).toContain('gone:person-a');
  expect(expired).not.toContain('gone:topic-a');
});

test.each([undefined, null, [], {}, '<!doctype html>', { documents: 'none' }])(
  'nothing expires when the lake’s answer is invalid: %j',
  async (answer) => {
    const { context } = inMemoryLake([topic]);
    await catchUp(context.client, file, expire);
    expired = [];
    await expect(catchUp({ fetch: async () => answer }, file, expire)).rejects.toThrow();
    expect(expired).toEqual([]);
  },
);

test('during a long outage, the backoff is at most half a minute', async () => {
  jest.useFakeTimers();
  const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const attempts: number[] = [];
  await startCatchUp(async () => {
    attempts.push(Date.now());
    throw new Error('The lake is down.');
  });
  await jest.advanceTimersByTimeAsync(60 * 60_000);
  const waits = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
  expect(Math.max(...waits)).toBe(30_000);
  expect(waits.length).toBeLessThan(130);
  log.mockRestore();
});

test('a failed catch-up is retried with backoff, and a successful one repeated every five minutes', async () => {
  jest.useFakeTimers();
  const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  let attempts = 0;
  const run = async () => {
    attempts += 1;
    if (attempts < 3) throw new Error('The lake is down.');
  };
  await startCatchUp(run);
  expect(attempts).toBe(1);
  await jest.advanceTimersByTimeAsync(1000);
  expect(attempts).toBe(2);
  await jest.advanceTimersByTimeAsync(2000);
  expect(attempts).toBe(3);
  await jest.advanceTimersByTimeAsync(5 * 60_000);
  expect(attempts).toBe(4);
  expect(log).toHaveBeenCalledTimes(2);
  log.mockRestore();
});
