import 'fake-indexeddb/auto';
import { afterEach, expect, test } from '@jest/globals';
import { openDB } from 'idb';
import { openUnsavedStore, type UnsavedStore } from './unsaved-store.ts';
import type { UnsavedWords } from './unsaved-words.ts';

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

const wordsAt = (at: Date, id = 'one'): UnsavedWords => ({
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

test('what is kept is there in the next window, and what is forgotten is not', async () => {
  const name = freshName();
  const first = open(name);
  await first.keep(wordsAt(new Date(), 'one'));
  await first.keep(wordsAt(new Date(), 'two'));
  await first.forget('one');
  const second = open(name);
  await second.settled();
  expect(second.all().map(({ id }) => id)).toEqual(['two']);
});

test('of many words typed at once the last are kept', async () => {
  const name = freshName();
  const store = open(name);
  for (let word = 0; word < 50; word++) void store.keep({ ...wordsAt(new Date()), typed: { title: `word ${word}` } });
  await store.settled();
  expect(store.all()).toMatchObject([{ typed: { title: 'word 49' } }]);
});

test('another open window hears of it', async () => {
  const name = freshName();
  const [one, other] = [open(name), open(name)];
  await other.settled();
  const heard = new Promise<void>((resolve) => {
    other.subscribe(() => other.all().length > 0 && resolve());
  });
  await one.keep(wordsAt(new Date()));
  await heard;
});

test('what is too old is forgotten, and what is no such record is passed over', async () => {
  const name = freshName();
  const database = await openDB(name, 1, {
    upgrade: (fresh) => void fresh.createObjectStore('unsaved-words', { keyPath: 'id' }),
  });
  await database.put('unsaved-words', { id: 'odd', typed: '\u0000' });
  await database.put('unsaved-words', wordsAt(new Date(Date.now() - 31 * 86_400_000), 'old'));
  await database.put('unsaved-words', wordsAt(new Date(), 'new'));
  const store = open(name);
  await store.settled();
  await store.settled();
  expect(store.all().map(({ id }) => id)).toEqual(['new']);
  expect((await database.getAllKeys('unsaved-words')).map(String)).toEqual(['new', 'odd']);
  database.close();
});

test('a browser that keeps nothing says so, and nothing fails', async () => {
  const whole = indexedDB.open;
  indexedDB.open = () => {
    throw new DOMException('The user denied permission to access the database.', 'SecurityError');
  };
  try {
    const store = open(freshName());
    await store.keep(wordsAt(new Date()));
    expect([store.isFailing(), store.all()]).toEqual([true, []]);
  } finally {
    indexedDB.open = whole;
  }
});
