import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PlainError } from '../errors.ts';
import { startTestLake } from '../lake.fixture.ts';
import { openDatabase } from './database.ts';

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lost-'));
  dataDir = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const database = () => join(dataDir, 'lake.sqlite');

async function lakeWithOneFile(): Promise<void> {
  const lake = await startTestLake({ dataDir });
  await lake.client().assets.upload('file', Buffer.from('An original'));
  lake.lake.addOn('production-comments');
  await lake.close();
}

async function refusal(): Promise<string> {
  const outcome = await startTestLake({ dataDir }).then(
    async (lake) => lake.close().then(() => 'It started.'),
    (error: unknown) => error,
  );
  if (!(outcome instanceof PlainError)) throw new Error(`This was no refusal: ${String(outcome)}`);
  return outcome.message;
}

/** Without the files that SQLite creates when it opens a database. */
const filesThere = () =>
  readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/-(?:wal|shm)$/.test(name))
    .sort();
const empty = (path: string) => closeSync(openSync(path, 'w'));
const withoutMark = () => rmSync(join(dataDir, 'lake.mark'));
const withoutAssets = () => rmSync(join(dataDir, 'assets'), { recursive: true });

describe('a start whose database was lost is refused, says what to do and leaves everything as it is:', () => {
  const losses: [string, () => void][] = [
    ['missing', () => rmSync(database())],
    ['empty', () => empty(database())],
    [
      'with nothing in it',
      () => {
        rmSync(database());
        const other = new DatabaseSync(database());
        other.exec('CREATE TABLE other (a); ');
        other.close();
      },
    ],
    [
      'a link to a disk that is not there',
      () => {
        renameSync(database(), join(folder, 'elsewhere'));
        spawnSync('ln', ['-s', join(folder, 'not-mounted', 'lake.sqlite'), database()]);
      },
    ],
  ];
  test.each(losses)('%s', async (_, lose) => {
    await lakeWithOneFile();
    lose();
    for (const forget of [() => {}, withoutAssets]) {
      forget();
      const before = filesThere();
      expect(await refusal()).toMatch(/lake\.sqlite is missing or empty.*restore FILE.*move the folder .*data away/);
      expect(filesThere()).toEqual(before);
    }
  });

  test('also in a folder without the marker file, because of its assets', async () => {
    await lakeWithOneFile();
    withoutMark();
    rmSync(database());
    expect(await refusal()).toContain('lake.sqlite is missing');
    expect(readdirSync(join(dataDir, 'assets', 'files'))).toHaveLength(1);
  });

  test('that of an add-on', async () => {
    await lakeWithOneFile();
    rmSync(join(dataDir, 'datasets', 'production-comments', 'lake.sqlite'));
    expect(await refusal()).toMatch(/production-comments\/lake\.sqlite is missing/);
  });

  test('when only its write-ahead log is left, which is not deleted', () => {
    mkdirSync(dataDir);
    const lake = openDatabase(dataDir);
    lake.exec("INSERT INTO transactions (id, author, timestamp) VALUES ('a', 'b', 'c')");
    const kept = join(folder, 'kept');
    copyFileSync(`${database()}-wal`, kept);
    lake.close();
    withoutMark();
    rmSync(database());
    copyFileSync(kept, `${database()}-wal`);
    expect(() => openDatabase(dataDir)).toThrow('lake.sqlite is missing');
    expect(existsSync(`${database()}-wal`)).toBe(true);
  });

  test('by every command, with this sentence only', async () => {
    await lakeWithOneFile();
    rmSync(database());
    const program = join(import.meta.dirname, '..', 'main.mjs');
    for (const args of [['serve'], ['user', 'list'], ['check'], ['export', join(folder, 'all.ndjson')]]) {
      const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
        env: { ...process.env, DATA_DIR: dataDir, LAKE_PORT: '4197' },
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([1, expect.stringMatching(/^The database .*lake\.sqlite is missing.*\n$/)]);
    }
  }, 60_000);
});

test('a lake starts in a folder that never had a database, whatever else is in it, and starts again once a lost one is back', async () => {
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  mkdirSync(join(dataDir, 'assets', 'files'), { recursive: true });
  writeFileSync(join(dataDir, 'assets', 'files', '.DS_Store'), '');
  empty(database());
  await lakeWithOneFile();
  renameSync(database(), join(folder, 'kept'));
  await refusal();
  renameSync(join(folder, 'kept'), database());
  const lake = await startTestLake({ dataDir });
  expect(await lake.client().fetch('count(*[_type == "sanity.fileAsset"])')).toBe(1);
  await lake.close();
});
