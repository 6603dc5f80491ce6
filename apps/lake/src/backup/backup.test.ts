import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { create } from 'tar';
import { backUp } from '../commands/backup.ts';
import { check } from '../commands/check.ts';
import { exportDataset } from '../commands/export.ts';
import type { Options } from '../commands/options.ts';
import { restore } from '../commands/restore.ts';
import { unpack } from '../dataset-file/unpack.ts';
import { readEnvironment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { mainDataset } from '../project.ts';
import { readOrMakeSecrets } from '../secrets-file.ts';

const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>';

let folder: string;
let lake: TestLake;
let isRunning: boolean;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  lake = await startTestLake({ dataDir: join(folder, 'data') });
  isRunning = true;
  readOrMakeSecrets(lake.dataDir, { siteToken: () => 'a token', feedbackToken: () => 'another' });
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function stop(): Promise<void> {
  if (isRunning) await lake.close();
  isRunning = false;
}

/** Runs a command on a data folder; the lake of this process may be running. */
async function run(
  dataDir: string,
  command: 'backup' | 'restore' | 'check' | 'export',
  path = '',
  options: Options = {},
) {
  const output: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((...words) => void output.push(words.join(' ')));
  const environment = readEnvironment({ DATA_DIR: join(folder, dataDir) });
  const commands = { backup: backUp, restore, export: exportDataset, check: () => check(environment) };
  const complaint = await commands[command](environment, path, options).then(
    () => '',
    (error: unknown) => {
      if (error instanceof PlainError) return error.message;
      throw error;
    },
  );
  log.mockRestore();
  return { complaint, output: output.join('\n') };
}

async function fill(): Promise<void> {
  const client = lake.client();
  await client.create({ _id: 'a', _type: 'note', title: 'One' });
  await client.patch('a').set({ title: 'Two' }).commit();
  await client.create({ _id: 'drafts.a', _type: 'note', title: 'Three' });
  await client.assets.upload('image', Buffer.from(picture), { filename: 'line.svg' });
  await lake.lake
    .addOn('comments')
    .mutate(lake.lake.main.actor(lake.lake.holderOf(lake.lake.people.createToken('administrator', 'Test'))), [
      { create: { _id: 'c', _type: 'comment', text: 'Good' } },
    ]);
}

async function exported(dataDir: string, dataset = mainDataset): Promise<string> {
  const file = join(folder, `${dataDir}-${dataset}-${Math.random()}.ndjson`);
  expect(await run(dataDir, 'export', file, { dataset, raw: true })).toMatchObject({ complaint: '' });
  return readFileSync(file, 'utf8');
}

test('a backup of a running lake restores documents, history, add-ons, assets, people and secrets', async () => {
  await fill();
  const archive = join(folder, 'lake.tar.gz');
  const made = await run('data', 'backup', archive);
  expect(made).toMatchObject({ complaint: '' });
  expect(made.output).toContain('It holds people’s names');
  expect(statSync(archive).mode & 0o777).toBe(0o600);
  await lake.client().create({ _id: 'later', _type: 'note' });

  expect(await run('restored', 'restore', archive)).toMatchObject({ complaint: '' });
  expect(await run('restored', 'check')).toMatchObject({ complaint: '' });
  expect(await exported('restored')).toBe(
    (await exported('data'))
      .split('\n')
      .filter((line) => !line.includes('"later"'))
      .join('\n'),
  );
  expect(await exported('restored', 'comments')).toBe(await exported('data', 'comments'));
  expect(readdirSync(join(folder, 'restored', 'assets', 'images'))).toEqual(
    readdirSync(join(folder, 'data', 'assets', 'images')),
  );
  const secrets = (dataDir: string) => readFileSync(join(folder, dataDir, 'secrets.json'), 'utf8');
  expect(secrets('restored')).toBe(secrets('data'));
  expect(statSync(join(folder, 'restored', 'secrets.json')).mode & 0o777).toBe(0o600);
}, 60_000);

test('a restore needs --force, renames the former folder, and is refused while a lake runs', async () => {
  await fill();
  const archive = join(folder, 'lake.tar.gz');
  await run('data', 'backup', archive);
  expect(await run('data', 'restore', archive)).toMatchObject({
    complaint: expect.stringContaining('not empty'),
  });
  expect(await run('data', 'restore', archive, { force: true })).toMatchObject({
    complaint: expect.stringContaining('Stop it'),
  });
  await lake.client().create({ _id: 'later', _type: 'note' });
  await stop();
  expect(await run('data', 'restore', archive, { force: true })).toMatchObject({ complaint: '' });
  const former = readdirSync(folder).find((name) => name.startsWith('data.before-restore')) ?? '';
  expect(await exported(former)).toContain('"later"');
  expect(await exported('data')).not.toContain('"later"');
  expect(readdirSync(folder).filter((name) => name.startsWith('.lake-'))).toEqual([]);
}, 60_000);

test('a changed backup is refused, and nothing is replaced', async () => {
  await fill();
  const archive = join(folder, 'lake.tar.gz');
  await run('data', 'backup', archive);
  await unpack(archive, join(folder, 'opened'));
  const packAgain = async (name: string) => {
    const file = join(folder, `${name}.tar.gz`);
    await create({ file, cwd: join(folder, 'opened'), gzip: true }, readdirSync(join(folder, 'opened')));
    return file;
  };
  const [image = ''] = readdirSync(join(folder, 'opened', 'assets', 'images'));
  appendFileSync(join(folder, 'opened', 'assets', 'images', image), ' ');
  for (const file of [await packAgain('changed'), join(folder, 'data', 'secrets.json')]) {
    expect(await run('elsewhere', 'restore', file)).not.toMatchObject({ complaint: '' });
    expect(existsSync(join(folder, 'elsewhere', 'lake.sqlite'))).toBe(false);
  }
  expect((await run('elsewhere', 'restore', join(folder, 'changed.tar.gz'))).complaint).toContain(
    `${image} was changed`,
  );
  symlinkSync('/etc/passwd', join(folder, 'opened', 'link'));
  expect((await run('elsewhere', 'restore', await packAgain('linked'))).complaint).toContain('SymbolicLink');
}, 60_000);

test('check finds missing and changed assets, wrong history and dangling references, and says what to do', async () => {
  await fill();
  const { id = '' } =
    lake.lake.main.store.database.prepare("SELECT id FROM documents WHERE id LIKE 'image-%'").get() ?? {};
  await lake.client().create({ _id: 'b', _type: 'note', to: { _type: 'reference', _ref: 'a' } });
  await stop();
  expect(await run('data', 'check')).toMatchObject({ complaint: '' });
  const images = join(folder, 'data', 'assets', 'images');
  const [image = ''] = readdirSync(images);
  writeFileSync(join(images, image), 'other bytes');
  expect(await run('data', 'check')).toMatchObject({
    complaint: expect.stringContaining(`${String(id)}: its file was changed`),
  });
  rmSync(join(images, image));
  const database = new DatabaseSync(join(folder, 'data', 'lake.sqlite'));
  database.exec("DELETE FROM documents WHERE id = 'a'");
  database.close();
  const { complaint } = await run('data', 'check');
  expect(complaint).toContain('its file is missing');
  expect(complaint).toContain('b: its strong reference to a points nowhere');
  expect(complaint).toContain('a: its history tells of it, but it is not stored');
  expect(complaint).toContain('restore the newest backup');
}, 60_000);

test('a backup into a folder gets a dated name, and never overwrites a file', async () => {
  mkdirSync(join(folder, 'backups'));
  expect(await run('data', 'backup', join(folder, 'backups'))).toMatchObject({ complaint: '' });
  const [name = ''] = readdirSync(join(folder, 'backups'));
  expect(name).toMatch(/^lake-\d{4}-.*\.tar\.gz$/);
  expect(await run('data', 'backup', join(folder, 'backups', name))).not.toMatchObject({ complaint: '' });
  expect(await run('nowhere', 'backup', join(folder, 'backups'))).not.toMatchObject({ complaint: '' });
}, 60_000);

test.each([
  ['backup', 'all.tar.gz'],
  ['export', 'all.ndjson'],
  ['export', 'all.tar.gz'],
  ['export', 'all'],
])(
  '%s %s leaves no files when the disk is full',
  async (command, name) => {
    const words = () => randomBytes(20_000).toString('base64');
    for (let n = 0; n < 20; n += 1) await lake.client().create({ _id: `n${n}`, _type: 'note', words: words() });
    await stop();
    const before = readdirSync(folder);
    const main = join(import.meta.dirname, '..', 'main.mjs');
    // A limit of the file size fails in the middle of a write, as a full disk does.
    const limited = ['-c', 'trap "" XFSZ; ulimit -f 256; exec "$0" "$@"', process.execPath, main, command];
    const { status } = spawnSync('bash', [...limited, join(folder, name)], {
      env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data') },
    });
    expect(status).toBe(1);
    expect(readdirSync(folder)).toEqual(before);
  },
  60_000,
);
