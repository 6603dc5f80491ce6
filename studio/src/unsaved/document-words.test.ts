import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Change } from './changes.ts';
import { createDocumentWords, formDocument } from './document-words.ts';
import { leftWords } from './left-words.ts';
import { openUnsaved, type Unsaved } from './unsaved.ts';
import { openUnsavedStore } from './unsaved-store.ts';
import type { Content } from './unsaved-words.ts';

const connection = {
  projectId: 'bodytext',
  dataset: 'production',
  lake: 'embedded',
  hasPublishRules: true,
  siteUrl: 'http://localhost:3000',
} as const;

let count = 0;
let unsaved: Unsaved;

beforeEach(() => {
  // What a page has and Node has not.
  Object.assign(globalThis, { addEventListener: () => undefined });
  unsaved = openUnsaved(connection, openUnsavedStore(`words-${++count}`));
});

afterEach(() => unsaved.store.close());

const stored: Content = { _id: 'drafts.a', _type: 'article', _rev: '1', title: 'Sciatica', headline: 'A' };
const typed: Content = { ...stored, headline: 'Along the leg' };
const others: Content = { ...stored, _rev: '2', headline: 'Down the leg' };
const form = (account = 'ada', id = 'drafts.a') => createDocumentWords(unsaved, account, formDocument(id, 'article'));
const kept = async () => {
  await unsaved.store.settled();
  return unsaved.store.all();
};

/** What a form that is opened puts back, and what it offers then. */
async function openedAgain(value: Content | null, account?: string) {
  const words = form(account);
  const putBack: unknown[] = [];
  await words.settle(value, (changes: readonly Change[]) => void putBack.push(...changes.map((each) => each.typed)));
  const offered = (await kept()) && words.offers(value).flatMap(({ fate }) => [...fate.missing, ...fate.overtaken]);
  return { putBack, offered: offered.map((each) => each.typed) };
}

describe('words that were typed', () => {
  test('are kept until they are stored', async () => {
    const words = form();
    words.isStored(stored);
    words.typed(typed);
    expect(await kept()).toMatchObject([{ stored, typed, documentId: 'a', account: 'ada', isOffered: false }]);
    words.isStored({ ...typed, _rev: '2' });
    expect(await kept()).toEqual([]);
  });

  test('are kept while the document does not have them yet, though it counts as stored', async () => {
    const words = form();
    words.isStored(stored);
    words.typed(typed);
    words.isStored({ ...stored, _rev: '2' });
    expect(await kept()).toHaveLength(1);
    words.isStored({ ...typed, _rev: '3' });
    expect(await kept()).toEqual([]);
  });

  test('are offered when they were refused, and not put back by themselves', async () => {
    const words = form();
    words.isStored(stored);
    words.typed(typed);
    words.trouble();
    words.isStored(stored);
    expect(await kept()).toMatchObject([{ isOffered: true }]);
    expect(words.offers(stored)).toHaveLength(1);
    words.close();
    expect(await openedAgain(stored)).toEqual({ putBack: [], offered: ['Along the leg'] });
  });

  test('and left in a window that was closed are put back where the document is as it was', async () => {
    const words = form();
    words.isStored(stored);
    words.typed(typed);
    words.close();
    expect((await openedAgain(stored)).putBack).toEqual(['Along the leg']);
    // Once: whatever comes of it, they are offered from then on.
    expect((await openedAgain(stored)).putBack).toEqual([]);
    expect(await openedAgain({ ...typed, _rev: '2' })).toEqual({ putBack: [], offered: [] });
    expect(await kept()).toEqual([]);
  });

  test('are offered where a colleague has written something else', async () => {
    const words = form();
    words.isStored(stored);
    words.typed(typed);
    words.close();
    expect(await openedAgain(others)).toEqual({ putBack: [], offered: ['Along the leg'] });
  });

  test('are put back by one form only, of however many that are opened at once', async () => {
    const words = form();
    words.isStored(stored);
    words.typed(typed);
    words.close();
    let count = 0;
    await Promise.all([1, 2, 3].map(() => form().settle(stored, () => void count++)));
    expect(count).toBe(1);
  });

  test('are nobody else’s', async () => {
    const words = form('ada');
    words.isStored(stored);
    words.typed(typed);
    words.close();
    expect(await openedAgain(stored, 'bo')).toEqual({ putBack: [], offered: [] });
    expect(await leftWords(unsaved, 'bo', async () => [stored, null])).toEqual([]);
    expect(await leftWords(unsaved, 'ada', async () => [stored, null])).toHaveLength(1);
  });

  test('in a version of a release are not the draft’s', async () => {
    const words = form('ada', 'versions.r1.a');
    words.typed({ ...typed, _id: 'versions.r1.a' });
    words.close();
    expect(await kept()).toMatchObject([{ documentId: 'a', release: 'r1' }]);
    expect(await openedAgain(stored)).toEqual({ putBack: [], offered: [] });
  });
});

describe('what no form looks after', () => {
  test('is named, unless its form is open or it is in its document by now', async () => {
    const words = form();
    words.isStored(stored);
    words.typed(typed);
    const asStored = async () => [stored, null];
    expect(await leftWords(unsaved, 'ada', asStored)).toEqual([]);
    words.close();
    expect(await leftWords(unsaved, 'ada', asStored)).toMatchObject([{ documentId: 'a' }]);
    const open = form();
    open.open();
    expect(await leftWords(unsaved, 'ada', asStored)).toEqual([]);
    open.close();
    expect(await leftWords(unsaved, 'ada', async () => [typed, null])).toEqual([]);
    expect(await kept()).toEqual([]);
  });
});

test('who signs out is asked only while something is not stored', async () => {
  const questions: string[] = [];
  Object.assign(globalThis, { window: { confirm: (text: string) => questions.push(text) > 1 } });
  expect(unsaved.agreeToSignOut()).toBe(true);
  form().typed(typed);
  await kept();
  expect([unsaved.agreeToSignOut(), unsaved.agreeToSignOut()]).toEqual([false, true]);
  expect(questions[0]).toBe(
    'What you typed in one document is not stored yet. It is kept in this browser, and shown to you alone when you sign in here again. Sign out all the same?',
  );
});
