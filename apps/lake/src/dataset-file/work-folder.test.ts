import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { withWorkFolder } from './work-folder.ts';

let parent: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'work-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL');
  rmSync(parent, { recursive: true, force: true });
});

const left = () => readdirSync(parent).filter((name) => name.startsWith('.lake-'));

/** Starts a process that keeps a work folder open. */
async function working(): Promise<ChildProcess> {
  const script = `
    const { withWorkFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'work-folder.ts'))});
    const { writeFileSync } = await import('node:fs');
    await withWorkFolder(${JSON.stringify(join(parent, 'file'))}, (folder) => {
      writeFileSync(folder + '/half', '');
      console.log('working');
      return new Promise((resolve) => setTimeout(resolve, 1_000_000));
    });`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script]);
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return undefined;
  const exit = once(child, 'exit');
  child.kill(signal);
  return (await exit)[0];
}

function makeOld(name: string): void {
  utimesSync(join(parent, name), new Date(0), new Date(0));
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('the folder is removed on %s', async (signal, code) => {
  const child = await working();
  expect(left()).toHaveLength(1);
  expect(await end(child, signal)).toBe(code);
  expect(left()).toEqual([]);
});

test('the folder is removed when the work throws', async () => {
  const failing = withWorkFolder(join(parent, 'file'), async (folder) => {
    writeFileSync(join(folder, 'half'), '');
    throw new Error('It failed.');
  });
  await expect(failing).rejects.toThrow('It failed.');
  expect(left()).toEqual([]);
});

test('the folder of a killed process is removed by the next call; one in use is not', async () => {
  await end(await working(), 'SIGKILL');
  mkdirSync(join(parent, '.lake-older1', 'restored'), { recursive: true });
  mkdirSync(join(parent, '.lake-not-ours'));
  await working();
  for (const name of left()) makeOld(name);
  expect(left()).toHaveLength(4);
  await withWorkFolder(join(parent, 'file'), async () => {});
  const stays = left();
  expect(stays).toHaveLength(2);
  expect(stays).toEqual(expect.arrayContaining(['.lake-not-ours', expect.stringMatching(/^\.lake-[A-Za-z0-9]{6}$/)]));
});
