import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openStore, type Store } from '../store/store.ts';
import { createWorkingSet, type WorkingSet } from './working-set.ts';

let folder: string;
let store: Store;
let set: WorkingSet;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'working-set-'));
  store = openStore(folder);
  set = createWorkingSet(store.documents, { transactionId: 't', now: '2026-01-01T00:00:00Z', written: new Set() });
  set.create({ _id: 'drafts.a', _type: 'note', body: [{ text: 'as it was' }] });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const edit = (text: string): void => set.patch('drafts.a', { set: { 'body[0].text': text } });

test('a document that shares parts with another is not changed by later patches of that one', () => {
  edit('as published');
  const body = set.get('drafts.a')?.body;
  set.create({ _id: 'a', _type: 'note', body });
  edit('as edited after that');
  expect(set.get('a')?.body).toEqual([{ text: 'as published' }]);
  expect(set.get('drafts.a')?.body).toEqual([{ text: 'as edited after that' }]);
});

test('changes that were returned are not changed by later patches', () => {
  edit('as returned');
  const [returned] = set.changes().map(({ after }) => after);
  edit('as edited after that');
  expect(returned?.body).toEqual([{ text: 'as returned' }]);
});

test('recorded mutations are not changed by later patches', () => {
  const body = [{ text: 'set as a whole' }];
  set.patch('drafts.a', { set: { body } });
  edit('one');
  edit('two');
  const [{ mutations = [] } = {}] = set.changes();
  expect(mutations.slice(1)).toEqual([
    { patch: { id: 'drafts.a', set: { body: [{ text: 'set as a whole' }] } } },
    { patch: { id: 'drafts.a', set: { 'body[0].text': 'one' } } },
    { patch: { id: 'drafts.a', set: { 'body[0].text': 'two' } } },
  ]);
});
