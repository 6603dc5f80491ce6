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

const noTimeout = 0;

/** Another process that acquires the lock, and prints a line then. */
function spawnLocker(timeoutMs: number): { child: ChildProcess; held: Promise<void> } {
  const script = `
    const { lockFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))});
    globalThis.lock = lockFolder(${JSON.stringify(folder)}, 'lake', ${timeoutMs});
    console.log('held');
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script]);
  children.push(child);
  return { child, held: once(child.stdout, 'data').then(() => undefined) };
}

async function spawnHolder(): Promise<ChildProcess> {
  const { child, held } = spawnLocker(noTimeout);
  await held;
  return child;
}

/** Waits until a process has opened the lock file; on Linux only. */
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

test('a second program on the same folder fails with a sentence that names the folder and what to do', async () => {
  await spawnHolder();
  const sentence = `Another lake is running on the data folder ${folder}. Stop it, or set DATA_DIR to another folder for this one.`;
  expect(() => lockFolder(folder, 'lake', noTimeout)).toThrow(new FolderRefused(sentence));
});

test('a second lock in the same process fails, and does not release the first one', async () => {
  const lock = lockFolder(folder, 'lake');
  expect(() => lockFolder(folder, 'lake', noTimeout)).toThrow(FolderRefused);
  expect(() => lockFolder(folder, 'lake', noTimeout)).toThrow(FolderRefused);
  lock.release();
  lockFolder(folder, 'lake', noTimeout).release();
});

test('each kind of program has a lock of its own', () => {
  const locks = ['lake', 'site'].map((program) => lockFolder(folder, program, noTimeout));
  for (const lock of locks) lock.release();
});

test('a killed process releases its lock', async () => {
  const child = await spawnHolder();
  await kill(child);
  lockFolder(folder, 'lake', noTimeout).release();
});

test('a program that starts while the old one shuts down waits for its lock', async () => {
  const first = await spawnHolder();
  const { child, held } = spawnLocker(60_000);
  await hasOpened(child);
  await kill(first);
  await held;
});

describe('something else at the lock file’s path is replaced:', () => {
  test.each([
    ['another file', () => writeFileSync(join(folder, 'lake.lock'), 'some other words. '.repeat(500))],
    ['a folder', () => mkdirSync(join(folder, 'lake.lock', 'inside'), { recursive: true })],
  ])('%s', (_, put) => {
    mkdirSync(folder);
    put();
    const lock = lockFolder(folder, 'lake', noTimeout);
    expect(() => lockFolder(folder, 'lake', noTimeout)).toThrow(FolderRefused);
    lock.release();
  });
});

test('a lock that waited while the folder was renamed is on the new folder', async () => {
  const first = await spawnHolder();
  const { child, held } = spawnLocker(60_000);
  await hasOpened(child);
  renameSync(folder, join(parent, 'aside'));
  await kill(first);
  await held;
  expect(() => lockFolder(folder, 'lake', noTimeout)).toThrow(FolderRefused);
});

test('a folder that can’t be used fails with a sentence', () => {
  writeFileSync(folder, 'a file');
  expect(() => lockFolder(folder, 'lake', noTimeout)).toThrow(/^The data folder .*data can’t be used .*DATA_DIR/);
});

test('the lock file is restricted to its owner', () => {
  mkdirSync(folder, { mode: 0o755 });
  const lock = lockFolder(folder, 'lake');
  expect(statSync(join(folder, 'lake.lock')).mode & 0o777).toBe(0o600);
  lock.release();
});
