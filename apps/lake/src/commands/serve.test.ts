import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from '@bodytext/data-dir/folder-lock';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from '@sanity/client';
import { until } from '../lake.fixture.ts';

const main = join(import.meta.dirname, '..', 'main.mjs');

let folder: string;
let dataDir: string;
let started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'));
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  await Promise.all(started.map((child) => end(child, 'SIGKILL')));
  started = [];
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

function environment(port: number): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, DATA_DIR: dataDir, LAKE_PORT: String(port) };
}

async function serve(): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const child = spawn(process.execPath, [main, 'serve'], { env: environment(port) });
  started.push(child);
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  await until(() => output.includes('listens') || child.exitCode !== null);
  expect(output).toContain('listens');
  return { child, url: `http://localhost:${port}` };
}

async function run(...args: string[]) {
  return spawnSync(process.execPath, [main, ...args], { env: environment(await freePort()), encoding: 'utf8' });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

async function upload(url: string): Promise<void> {
  const { stdout } = await run('token', 'create', '--role', 'administrator');
  const client = createClient({
    projectId: 'bodytext',
    dataset: 'production',
    apiHost: url,
    apiVersion: '2025-02-19',
    useProjectHostname: false,
    useCdn: false,
    token: stdout.trim().split(/\s/).at(-1),
  });
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>';
  const { url: at } = await client.assets.upload('image', Buffer.from(picture));
  await (await fetch(`${at}?w=2&fm=png`)).arrayBuffer();
}

/** Files and folders with permissions for other users. */
function openToOthers(): string[] {
  return ['.', ...readdirSync(dataDir, { recursive: true, encoding: 'utf8' })].filter(
    (name) => (statSync(join(dataDir, name)).mode & 0o077) !== 0,
  );
}

describe('two lakes on one data folder', () => {
  test('the second is refused with a message, and commands work while the first runs', async () => {
    const { url } = await serve();
    const second = await run('serve');
    const sentence = `Another lake is running on the data folder ${dataDir}. Stop it, or set DATA_DIR to another folder for this one.\n`;
    expect(second).toMatchObject({ status: 1, stderr: sentence });
    for (const command of [['user', 'list'], ['token', 'create', '--role', 'viewer'], ['check'], ['backup', folder]]) {
      expect(await run(...command)).toMatchObject({ status: 0, stderr: '' });
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('the second starts at once if the first was killed', async () => {
    await end((await serve()).child, 'SIGKILL');
    await serve();
  });
});

test('a restore is refused while a site is running', async () => {
  await run('token', 'create', '--role', 'viewer');
  await run('backup', join(folder, 'all.tar.gz'));
  const site = lockFolder(dataDir, 'site');
  expect(await run('restore', join(folder, 'all.tar.gz'), '--force')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^Another site is running on the data folder .*Nothing was restored\.\n$/),
  });
  site.release();
  expect(await run('restore', join(folder, 'all.tar.gz'), '--force')).toMatchObject({ status: 0 });
});

describe('the data folder is readable by its owner only', () => {
  test('after a start, also with files that were copied into it', async () => {
    mkdirSync(join(dataDir, 'assets', 'renditions'), { recursive: true });
    writeFileSync(join(dataDir, 'assets', 'note'), '');
    for (const name of ['.', 'assets', 'assets/renditions']) chmodSync(join(dataDir, name), 0o755);
    chmodSync(join(dataDir, 'assets', 'note'), 0o644);
    const { url, child } = await serve();
    await upload(url);
    expect(openToOthers()).toEqual([]);
    await end(child, 'SIGTERM');
    expect(openToOthers()).toEqual([]);
  });

  test('after a restore, also of a readable archive into a readable folder', async () => {
    await upload((await serve()).url);
    await run('backup', join(folder, 'all.tar.gz'));
    cpSync(dataDir, join(folder, 'kept'), { recursive: true });
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    spawnSync('tar', ['-xzf', join(folder, 'all.tar.gz'), '-C', unpacked]);
    spawnSync('chmod', ['-R', 'a+rX', unpacked]);
    spawnSync('tar', ['-czf', join(folder, 'open.tar.gz'), '-C', unpacked, ...readdirSync(unpacked)]);
    dataDir = join(folder, 'restored');
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o755);
    expect(await run('restore', join(folder, 'open.tar.gz'))).toMatchObject({ status: 0, stderr: '' });
    expect(openToOthers()).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.startsWith('.lake-'))).toEqual([]);
  });
});

test('a start removes the folder of a restore that was killed', async () => {
  const left = join(folder, '.lake-aB3dE6');
  mkdirSync(join(left, 'files', 'restored'), { recursive: true });
  utimesSync(left, new Date(0), new Date(0));
  await serve();
  expect(existsSync(left)).toBe(false);
});
