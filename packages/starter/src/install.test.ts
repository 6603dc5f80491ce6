import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isInstalled } from './install.mjs';

const zod = { version: '4.6.5', resolved: 'https://registry.example/zod-4.6.5.tgz', integrity: 'sha512-a' };
const macOnly = { version: '2.3.3', resolved: 'https://registry.example/fsevents.tgz', optional: true };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bodytext-install-'));
  mkdirSync(join(folder, 'node_modules', 'node', 'bin'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', 'node', 'bin', 'node'), '');
  lock('package-lock.json', { '': { name: 'root' }, 'node_modules/zod': zod, 'node_modules/fsevents': macOnly });
  lock('node_modules/.package-lock.json', { 'node_modules/zod': zod });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lock(path: string, packages: Record<string, object>) {
  writeFileSync(join(folder, path), JSON.stringify({ lockfileVersion: 3, packages }));
}

test('packages as locked are not installed again, though optional ones of other platforms are missing', () => {
  expect(isInstalled(folder)).toBe(true);
});

test('a changed package in the lock file needs an installation', () => {
  lock('package-lock.json', { 'node_modules/zod': { ...zod, version: '4.6.6', integrity: 'sha512-b' } });
  expect(isInstalled(folder)).toBe(false);
});

test('a new package in the lock file needs an installation', () => {
  lock('package-lock.json', { 'node_modules/zod': zod, 'node_modules/hono': { version: '4.13.8' } });
  expect(isInstalled(folder)).toBe(false);
});

test('a package removed from the lock file needs an installation', () => {
  lock('package-lock.json', {});
  expect(isInstalled(folder)).toBe(false);
});

test('an interrupted installation is repeated', () => {
  rmSync(join(folder, 'node_modules', '.package-lock.json'));
  expect(isInstalled(folder)).toBe(false);
});

test('a missing pinned Node needs an installation', () => {
  rmSync(join(folder, 'node_modules', 'node'), { recursive: true });
  expect(isInstalled(folder)).toBe(false);
});
