import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { restrictToOwner, tidyFolder } from './tidy-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (name: string) => statSync(join(folder, name)).mode & 0o777;

test('everything below a folder is restricted to its owner', async () => {
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  for (const name of ['one', 'a/two', 'a/b/three']) {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), 0o644);
  }
  chmodSync(join(folder, 'a', 'b'), 0o777);
  chmodSync(join(folder, 'a'), 0o000);
  chmodSync(folder, 0o755);
  restrictToOwner(folder);
  expect(await tidyFolder(folder)).toBe(0);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  expect(names.sort()).toEqual(['a', 'a/b', 'a/b/three', 'a/two', 'one']);
  expect(names.map(modeOf)).toEqual([0o700, 0o700, 0o600, 0o600, 0o600]);
  expect(modeOf('.')).toBe(0o700);
});

test('a symbolic link and its target stay unchanged', async () => {
  const other = mkdtempSync(join(tmpdir(), 'other-'));
  writeFileSync(join(other, 'somebody’s'), '', { mode: 0o644 });
  symlinkSync(other, join(folder, 'link'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
  await tidyFolder(folder);
  expect(statSync(join(other, 'somebody’s')).mode & 0o777).toBe(0o644);
  expect(lstatSync(join(folder, 'dangling')).isSymbolicLink()).toBe(true);
});

test('a stale temporary file is deleted, and a fresh one stays', async () => {
  const [stale, fresh] = [`.${randomUUID()}.new`, `.${randomUUID()}.new`];
  for (const name of [stale, fresh]) writeFileSync(join(folder, name), 'half');
  utimesSync(join(folder, stale), new Date(0), new Date(0));
  await tidyFolder(folder);
  expect([existsSync(join(folder, stale)), existsSync(join(folder, fresh))]).toEqual([false, true]);
});

test('a missing folder is no error', async () => {
  expect(await tidyFolder(join(folder, 'none'))).toBe(0);
});
