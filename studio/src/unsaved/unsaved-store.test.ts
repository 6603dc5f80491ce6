import 'fake-indexeddb/auto';
import { afterEach, expect, test } from '@jest/globals';
import { openDB } from 'idb';
import type { UnsavedEdit } from './unsaved-edit.ts';
import { openUnsavedStore, type UnsavedStore } from './unsaved-store.ts';

let count = 0;
const opened: UnsavedStore[] = [];

function open(name: string): UnsavedStore {
  const store = openUnsavedStore(name);
  opened.push(store);
  return store;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});

const freshName = (): string => `unsaved-${++count}`;

const editAt = (at: Date, id = 'one'): UnsavedEdit => ({
  id,
  dataset: 'bodytext.production',
  account: 'ada',
  tab: 'tab',
  documentId: 'article-a',
  type: 'article',
  stored: null,
  typed: { title: 'Typed' },
  at: at.toISOString(),
  isOffered: false,
});

test('an edit that was put is in the next tab, and one that was deleted is not', async () => {
  const name = freshName();
  const first = open(name);
  await first.put(editAt(new Date(), 'one'));
  await first.put(editAt(new Date(), 'two'));
  await first.delete('one');
  const second = open(name);
  await second.flush();
  expect(second.all().map(({ id }) => id)).toEqual(['two']);
});

test('of many queued writes of one edit the last one wins', async () => {
  const name = freshName();
  const store = open(name);
  for (let word = 0; word < 50; word++) void store.put({ ...editAt(new Date()), typed: { title: `word ${word}` } });
  await store.flush();
  expect(store.all()).toMatchObject([{ typed: { title: 'word 49' } }]);
});

test('another open tab is notified of a write', async () => {
  const name = freshName();
  const [one, other] = [open(name), open(name)];
  await other.flush();
  const notified = new Promise<void>((resolve) => {
    other.subscribe(() => other.all().length > 0 && resolve());
  });
  await one.put(editAt(new Date()));
  await notified;
});

test('an expired edit is deleted, and an invalid record is skipped', async () => {
  const name = freshName();
  const database = await openDB(name, 1, {
    upgrade: (fresh) => void fresh.createObjectStore('unsaved-words', { keyPath: 'id' }),
  });
  await database.put('unsaved-words', { id: 'odd', typed: '\u0000' });
  await database.put('unsaved-words', editAt(new Date(Date.now() - 31 * 86_400_000), 'old'));
  await database.put('unsaved-words', editAt(new Date(), 'new'));
  const store = open(name);
  await store.flush();
  await store.flush();
  expect(store.all().map(({ id }) => id)).toEqual(['new']);
  expect((await database.getAllKeys('unsaved-words')).map(String)).toEqual(['new', 'odd']);
  database.close();
});

test('a browser without IndexedDB is reported as failing, and no call rejects', async () => {
  const { open: originalOpen } = indexedDB;
  indexedDB.open = () => {
    throw new DOMException('The user denied permission to access the database.', 'SecurityError');
  };
  try {
    const store = open(freshName());
    await store.put(editAt(new Date()));
    expect([store.isFailing(), store.all()]).toEqual([true, []]);
  } finally {
    indexedDB.open = originalOpen;
  }
});
