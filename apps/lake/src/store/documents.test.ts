import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inTransaction } from './database.ts';
import { openStore, type Store } from './store.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
  store = openStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const time = '2026-11-25T00:00:00Z';
const document = (_id: string, content: Record<string, unknown>) => ({
  ...{ _id, _type: 'note', _rev: '1', _createdAt: time, _updatedAt: time },
  ...content,
});
const rows = (sql: string) => store.database.prepare(sql).all();

test('a transaction writes the full-text index once for all its documents', () => {
  store.documents.put(document('changed', { text: 'once' }));
  store.documents.put(document('deleted', { text: 'once' }));
  store.database.exec("INSERT INTO document_words (document_words) VALUES ('delete-all')");
  inTransaction(store.database, () => {
    store.documents.put(document('changed', { text: 'two three', to: { _ref: 'new' } }));
    store.documents.delete('deleted');
    store.documents.put(document('new', { text: 'one two', to: { _ref: 'changed' } }));
    store.documents.put(document('last', { text: 'four' }));
  });
  expect(rows('SELECT count(DISTINCT segid) AS parts FROM document_words_idx')).toEqual([{ parts: 1 }]);
});

test('a document’s references and attributes in the index change with it', () => {
  const to = (_ref: string, more = {}) => ({ _ref, ...more });
  store.documents.put(document('a', { n: 1, kept: true, to: [to('x'), to('y'), to('z', { _weak: true })] }));
  store.documents.put(document('a', { n: 2, kept: true, to: [to('y'), to('z'), to('w')] }));
  const references = 'SELECT to_id, strong FROM document_references ORDER BY to_id';
  expect(rows(references).map((row) => Object.values(row))).toEqual([
    ['w', 1],
    ['y', 1],
    ['z', 1],
  ]);
  const attributes = "SELECT path, value FROM attributes WHERE path NOT LIKE '\\_%' ESCAPE '\\' ORDER BY path";
  expect(rows(attributes).map((row) => Object.values(row))).toEqual([
    ['kept', 1],
    ['n', 2],
    ['to', 0],
  ]);
  store.documents.delete('a');
  expect(rows('SELECT 1 FROM attributes UNION ALL SELECT 1 FROM document_references')).toEqual([]);
});

test('a field name with a line break is not confused with another field’s value', () => {
  store.documents.put(document('a', { 'b\nc': 'x' }));
  store.documents.put(document('a', { c: 'x\nb' }));
  expect(rows("SELECT path FROM attributes WHERE kind = 2 AND path LIKE '%c'")).toEqual([{ path: 'c' }]);
});
