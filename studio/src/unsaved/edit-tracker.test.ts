import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findAbandonedEdits } from './abandoned-edits.ts';
import { createEditTracker, formDocument } from './edit-tracker.ts';
import type { Change } from './three-way-diff.ts';
import type { Content } from './unsaved-edit.ts';
import { openUnsavedEdits, type UnsavedEdits } from './unsaved-edits.ts';
import { openUnsavedStore } from './unsaved-store.ts';

const connection = {
  projectId: 'bodytext',
  dataset: 'production',
  lake: 'embedded',
  hasPublishRules: true,
  siteUrl: 'http://localhost:3000',
} as const;

let count = 0;
let unsaved: UnsavedEdits;

beforeEach(() => {
  // A browser global that Node lacks.
  Object.assign(globalThis, { addEventListener: () => undefined });
  unsaved = openUnsavedEdits(connection, openUnsavedStore(`edits-${++count}`));
});

afterEach(() => unsaved.store.close());

const stored: Content = { _id: 'drafts.a', _type: 'article', _rev: '1', title: 'Sciatica', headline: 'A' };
const typed: Content = { ...stored, headline: 'Along the leg' };
const othersEdit: Content = { ...stored, _rev: '2', headline: 'Down the leg' };
const form = (account = 'ada', id = 'drafts.a') => createEditTracker(unsaved, account, formDocument(id, 'article'));
const savedEdits = async () => {
  await unsaved.store.flush();
  return unsaved.store.all();
};

/** What a form restores when it is opened again, and what it offers then. */
async function reopen(value: Content | null, account?: string) {
  const tracker = form(account);
  const restored: unknown[] = [];
  await tracker.restoreAbandoned(
    value,
    (changes: readonly Change[]) => void restored.push(...changes.map((each) => each.typed)),
  );
  const offered =
    (await savedEdits()) && tracker.offers(value).flatMap(({ lost }) => [...lost.missing, ...lost.conflicting]);
  return { restored, offered: offered.map((each) => each.typed) };
}

describe('an unsaved edit', () => {
  test('is in IndexedDB until the document contains it', async () => {
    const tracker = form();
    tracker.synced(stored);
    tracker.typed(typed);
    expect(await savedEdits()).toMatchObject([{ stored, typed, documentId: 'a', account: 'ada', isOffered: false }]);
    tracker.synced({ ...typed, _rev: '2' });
    expect(await savedEdits()).toEqual([]);
  });

  test('stays while the mutation was stored but its event has not arrived', async () => {
    const tracker = form();
    tracker.synced(stored);
    tracker.typed(typed);
    tracker.synced({ ...stored, _rev: '2' });
    expect(await savedEdits()).toHaveLength(1);
    tracker.synced({ ...typed, _rev: '3' });
    expect(await savedEdits()).toEqual([]);
  });

  test('that the lake refused is offered, and not restored automatically', async () => {
    const tracker = form();
    tracker.synced(stored);
    tracker.typed(typed);
    tracker.markUncertain();
    tracker.synced(stored);
    expect(await savedEdits()).toMatchObject([{ isOffered: true }]);
    expect(tracker.offers(stored)).toHaveLength(1);
    tracker.close();
    expect(await reopen(stored)).toEqual({ restored: [], offered: ['Along the leg'] });
  });

  test('of a closed tab is restored where the document has not changed', async () => {
    const tracker = form();
    tracker.synced(stored);
    tracker.typed(typed);
    tracker.close();
    expect((await reopen(stored)).restored).toEqual(['Along the leg']);
    // Only once; afterwards the edit is offered.
    expect((await reopen(stored)).restored).toEqual([]);
    expect(await reopen({ ...typed, _rev: '2' })).toEqual({ restored: [], offered: [] });
    expect(await savedEdits()).toEqual([]);
  });

  test('is offered where another edit changed the same field', async () => {
    const tracker = form();
    tracker.synced(stored);
    tracker.typed(typed);
    tracker.close();
    expect(await reopen(othersEdit)).toEqual({ restored: [], offered: ['Along the leg'] });
  });

  test('is restored by one form only when several are opened at once', async () => {
    const tracker = form();
    tracker.synced(stored);
    tracker.typed(typed);
    tracker.close();
    let count = 0;
    await Promise.all([1, 2, 3].map(() => form().restoreAbandoned(stored, () => void count++)));
    expect(count).toBe(1);
  });

  test('is not shown to another user', async () => {
    const tracker = form('ada');
    tracker.synced(stored);
    tracker.typed(typed);
    tracker.close();
    expect(await reopen(stored, 'bo')).toEqual({ restored: [], offered: [] });
    expect(await findAbandonedEdits(unsaved, 'bo', async () => [stored, null])).toEqual([]);
    expect(await findAbandonedEdits(unsaved, 'ada', async () => [stored, null])).toHaveLength(1);
  });

  test('of a version in a release is not one of the draft', async () => {
    const tracker = form('ada', 'versions.r1.a');
    tracker.typed({ ...typed, _id: 'versions.r1.a' });
    tracker.close();
    expect(await savedEdits()).toMatchObject([{ documentId: 'a', release: 'r1' }]);
    expect(await reopen(stored)).toEqual({ restored: [], offered: [] });
  });
});

describe('an edit without an open form', () => {
  test('is found as abandoned unless its form is open or its document contains it', async () => {
    const tracker = form();
    tracker.synced(stored);
    tracker.typed(typed);
    const asStored = async () => [stored, null];
    expect(await findAbandonedEdits(unsaved, 'ada', asStored)).toEqual([]);
    tracker.close();
    expect(await findAbandonedEdits(unsaved, 'ada', asStored)).toMatchObject([{ documentId: 'a' }]);
    const open = form();
    open.open();
    expect(await findAbandonedEdits(unsaved, 'ada', asStored)).toEqual([]);
    open.close();
    expect(await findAbandonedEdits(unsaved, 'ada', async () => [typed, null])).toEqual([]);
    expect(await savedEdits()).toEqual([]);
  });
});

test('sign-out asks for confirmation only with unsaved edits', async () => {
  const questions: string[] = [];
  Object.assign(globalThis, { window: { confirm: (text: string) => questions.push(text) > 1 } });
  expect(unsaved.confirmSignOut()).toBe(true);
  form().typed(typed);
  await savedEdits();
  expect([unsaved.confirmSignOut(), unsaved.confirmSignOut()]).toEqual([false, true]);
  expect(questions[0]).toBe(
    'What you typed in one document is not stored yet. It is kept in this browser, and shown to you alone when you sign in here again. Sign out all the same?',
  );
});
