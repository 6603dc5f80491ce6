import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FolderRefused, lockFolder } from './folder-lock.ts';

let parent: string;
let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lock-'));
  folder = join(parent, 'data');
});
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  rmSync(parent, { recursive: true, force: true });
});

const atOnce = 0;

/** Another process that takes the lock, and says so. */
function taker(waitMs: number): { child: ChildProcess; held: Promise<void> } {
  const script = `
    const { lockFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))});
    globalThis.lock = lockFolder(${JSON.stringify(folder)}, 'lake', ${waitMs});
    console.log('held');
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script]);
  children.push(child);
  return { child, held: once(child.stdout, 'data').then(() => undefined) };
}

async function holder(): Promise<ChildProcess> {
  const { child, held } = taker(atOnce);
  await held;
  return child;
}

/** Waits until a process has the file of the lock open, where the system tells. */
async function hasOpened({ pid }: ChildProcess): Promise<void> {
  const files = `/proc/${pid}/fd`;
  const isOpen = () => readdirSync(files).some((name) => linkOf(join(files, name)).endsWith('lake.lock'));
  while (process.platform === 'linux' && !isOpen()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test('a second program on the same folder is refused in a sentence that names the folder and what to do', async () => {
  await holder();
  const sentence = `Another lake is running on the data folder ${folder}. Stop it, or set DATA_DIR to another folder for this one.`;
  expect(() => lockFolder(folder, 'lake', atOnce)).toThrow(new FolderRefused(sentence));
});

test('so is one in the same process, and its attempt does not end the first one’s lock', async () => {
  const lock = lockFolder(folder, 'lake');
  expect(() => lockFolder(folder, 'lake', atOnce)).toThrow(FolderRefused);
  expect(() => lockFolder(folder, 'lake', atOnce)).toThrow(FolderRefused);
  lock.release();
  lockFolder(folder, 'lake', atOnce).release();
});

test('each kind of program has a lock of its own', () => {
  const locks = ['lake', 'site'].map((program) => lockFolder(folder, program, atOnce));
  for (const lock of locks) lock.release();
});

test('a process that is killed leaves no lock behind', async () => {
  const child = await holder();
  await kill(child);
  lockFolder(folder, 'lake', atOnce).release();
});

test('a program that begins while the one before ends waits for it', async () => {
  const first = await holder();
  const { child, held } = taker(60_000);
  await hasOpened(child);
  await kill(first);
  await held;
});

describe('what lies where the lock belongs is no lock:', () => {
  test.each([
    ['a file of something else', () => writeFileSync(join(folder, 'lake.lock'), 'some other words. '.repeat(500))],
    ['a folder', () => mkdirSync(join(folder, 'lake.lock', 'inside'), { recursive: true })],
  ])('%s', (_, put) => {
    mkdirSync(folder);
    put();
    const lock = lockFolder(folder, 'lake', atOnce);
    expect(() => lockFolder(folder, 'lake', atOnce)).toThrow(FolderRefused);
    lock.release();
  });
});

test('a lock that was waited for while the folder was put aside is one of the folder that is there now', async () => {
  const first = await holder();
  const { child, held } = taker(60_000);
  await hasOpened(child);
  renameSync(folder, join(parent, 'aside'));
  await kill(first);
  await held;
  expect(() => lockFolder(folder, 'lake', atOnce)).toThrow(FolderRefused);
});

test('a folder that can’t be used is refused in a sentence', () => {
  writeFileSync(folder, 'a file');
  expect(() => lockFolder(folder, 'lake', atOnce)).toThrow(/^The data folder .*data can’t be used .*DATA_DIR/);
});

test('its file is for its owner only', () => {
  mkdirSync(folder, { mode: 0o755 });
  const lock = lockFolder(folder, 'lake');
  expect(statSync(join(folder, 'lake.lock')).mode & 0o777).toBe(0o600);
  lock.release();
});
