import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createChangeWatch } from './change-watch.ts';

let folder: string;
let own: DatabaseSync;
let other: DatabaseSync;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'change-watch-'));
  [own, other] = [new DatabaseSync(join(folder, 'one.sqlite')), new DatabaseSync(join(folder, 'one.sqlite'))];
  own.exec('PRAGMA journal_mode = WAL; CREATE TABLE things (name TEXT)');
});
afterAll(() => {
  own.close();
  other.close();
  rmSync(folder, { recursive: true });
});

test('each write is reported once, whichever connection made it; reads are not', () => {
  const hasChanged = createChangeWatch(own);
  hasChanged();
  expect(hasChanged()).toBe(false);
  own.exec("INSERT INTO things VALUES ('one')");
  expect([hasChanged(), hasChanged()]).toEqual([true, false]);
  other.exec("UPDATE things SET name = 'two'");
  expect([hasChanged(), hasChanged()]).toEqual([true, false]);
  own.exec('DELETE FROM things');
  expect([hasChanged(), hasChanged()]).toEqual([true, false]);
  own.prepare('SELECT * FROM things').all();
  expect(hasChanged()).toBe(false);
});
