import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from '@sanity/client';
import { until } from './lake.fixture.ts';
import { v8Flags } from './v8-flags.mjs';

const main = join(import.meta.dirname, 'main.mjs');
let port: number;
let folder: string;
let started: ChildProcess[] = [];
beforeAll(async () => {
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'lake-main-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), LAKE_PORT: String(port), ...env },
  });
  started.push(child);
  const output = { text: '', errors: '' };
  child.stdout.on('data', (data) => {
    output.text += data;
  });
  child.stderr.on('data', (data) => {
    output.errors += data;
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output, exited };
}

async function run(args: string[], env: Record<string, string> = {}) {
  const { output, exited } = start(args, env);
  return { code: await exited, ...output };
}

const lastWord = (text: string) => text.trim().split(/\s/).at(-1) ?? '';

describe('the command line', () => {
  test('npm run lake passes the V8 flags of v8-flags.mjs', () => {
    const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'));
    expect(scripts.lake).toBe(`node ${v8Flags.join(' ')} apps/lake/src/main.mjs`);
  });

  test('a client that disconnects in the middle of a body is not logged', async () => {
    const { output, child, exited } = start(['serve'], { DATA_DIR: join(folder, 'gone'), LAKE_PUBLIC: '1' });
    await until(() => output.text.includes('listens'));
    const socket = connect(port, '127.0.0.1');
    const halfBody = 'content-length: 1000\r\n\r\n{"query": ';
    await new Promise((resolve) => {
      socket.write(`POST /v1/data/query/production HTTP/1.1\r\nhost: x\r\n${halfBody}`, resolve);
    });
    await setTimeout(200);
    socket.resetAndDestroy();
    await setTimeout(200);
    expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    await exited;
    expect(output.errors).toBe('');
  });

  test('serves from the first start: secrets, an administrator, tokens, links, and a clean end', async () => {
    const { child, output, exited } = start(['serve']);
    await until(() => output.text.includes('listens'));
    const base = `http://localhost:${port}`;
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ status: 'ok' });

    const secretsPath = join(folder, 'data', 'secrets.json');
    expect(statSync(secretsPath).mode & 0o777).toBe(0o600);
    const { siteToken } = JSON.parse(readFileSync(secretsPath, 'utf8'));
    const made = await run(['token', 'create', '--role', 'editor', '--label', 'Test']);
    for (const token of [siteToken, lastWord(made.text)]) {
      const client = createClient({
        projectId: 'bodytext',
        dataset: 'production',
        apiHost: base,
        apiVersion: '2025-02-19',
        useProjectHostname: false,
        useCdn: false,
        token,
      });
      expect(await client.fetch('count(*)')).toBe(0);
    }

    const link = await run(['user', 'link', '--email', 'editor@localhost']);
    expect(lastWord(link.text)).toMatch(/^http:\/\/localhost:3333\/sign-in\/\S+$/);
    const page = await fetch(lastWord(link.text).replace('http://localhost:3333', base));
    expect(page.status).toBe(200);

    const stream = await fetch(`${base}/v1/data/listen/production?query=*`, {
      headers: { authorization: `Bearer ${siteToken}` },
    });
    const stopping = performance.now();
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    // Waiting for the listener would never end.
    expect(performance.now() - stopping).toBeLessThan(20_000);
    await stream.body?.cancel();
    expect(output.errors).toBe('');
  }, 120_000);

  test('a taken port, a folder that can’t be written and a wrong variable are one sentence each', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const taken = await run(['serve']);
    other.close();
    writeFileSync(join(folder, 'file'), '');
    const unwritable = await run(['serve'], { DATA_DIR: join(folder, 'file', 'data') });
    const wrong = await run(['serve'], { STUDIO_URL: 'nonsense' });
    for (const { code, errors } of [taken, unwritable, wrong]) {
      expect(code).toBe(1);
      expect(errors.trim().split('\n')).toHaveLength(1);
    }
    expect(taken.errors).toContain(`port ${port} is taken`);
    expect(unwritable.errors).toContain('set DATA_DIR');
    expect(wrong.errors).toContain('STUDIO_URL');
  }, 120_000);

  test('imports a dataset with its pictures, once, and says what could not be published', async () => {
    const dataset = join(folder, 'dataset');
    mkdirSync(join(dataset, 'images'), { recursive: true });
    writeFileSync(join(dataset, 'images', 'x.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>');
    const figure = { _type: 'figure', alt: 'A line', _sanityAsset: 'image@file://./images/x.svg' };
    const lines = [
      { _id: 'person', _type: 'person', name: 'Ada', photo: figure },
      {
        _id: 'article',
        _type: 'article',
        title: 'Unfinished',
        authors: [{ _key: 'a', _type: 'reference', _ref: 'person' }],
      },
    ];
    writeFileSync(join(dataset, 'data.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'));
    const env = { DATA_DIR: join(folder, 'imported') };
    const first = await run(['import', dataset, '--if-empty'], env);
    expect(first).toMatchObject({ code: 0, errors: '' });
    expect(first.text).toContain('Imported 2 documents');
    expect(first.text).toContain('article: Write a headline.');
    const again = await run(['import', dataset, '--if-empty'], env);
    expect(again.text).toContain('nothing was imported');
    expect(await run(['check'], env)).toMatchObject({
      code: 0,
      text: expect.stringContaining('The database is whole'),
    });
  }, 120_000);

  test('an import with a mistake in it stores nothing and names the line', async () => {
    const file = join(folder, 'broken.ndjson');
    writeFileSync(file, '{"_id":"a","_type":"note"}\n{"_id":"b"}\n');
    const env = { DATA_DIR: join(folder, 'broken') };
    const failed = await run(['import', file], env);
    expect(failed).toMatchObject({ code: 1, errors: expect.stringContaining('line 2') });
    expect((await run(['check'], env)).text).toContain('holds 0 published documents');
  }, 120_000);

  test('an unknown command prints the usage', async () => {
    expect(await run(['dance'])).toMatchObject({ code: 1, errors: expect.stringContaining('Usage:') });
    expect(await run(['user', 'link', '--email', 'no@body'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('no user'),
    });
  }, 120_000);
});
