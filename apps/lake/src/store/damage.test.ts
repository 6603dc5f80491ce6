import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTestLake } from '../lake.fixture.ts';

let folder: string;
let dataDir: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'damage-'));
  const lake = await startTestLake({ dataDir: join(folder, 'whole') });
  const words = 'All that there is to say about it. '.repeat(100);
  for (let n = 0; n < 100; n += 1) await lake.client().create({ _id: `n${n}`, _type: 'note', words: `${words}${n}` });
  lake.lake.addOn('production-comments');
  await lake.close();
});
beforeEach(() => {
  dataDir = mkdtempSync(join(folder, 'data-'));
  cpSync(join(folder, 'whole'), dataDir, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  const main = join(import.meta.dirname, '..', 'main.mjs');
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, LAKE_PORT: '4198' };
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { env, encoding: 'utf8' });
  return { status, stderr };
}

function overwrite(path: string, from: number, to: number, value: number): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(value, Math.floor(bytes.length * from), Math.floor(bytes.length * to)));
}

const damages: [string, (path: string) => void][] = [
  ['cut in half', (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2))],
  ['cut to its head', (path) => truncateSync(path, 100)],
  ['zeroed', (path) => overwrite(path, 0, 1, 0)],
  ['zeroed in the middle', (path) => overwrite(path, 0.3, 0.7, 0)],
  ['overwritten in the middle', (path) => overwrite(path, 0.3, 0.7, 0xa5)],
  ['overwritten in its first page', (path) => writeFileSync(path, readFileSync(path).fill(0xa5, 100, 4_096))],
  ['text', (path) => writeFileSync(path, 'This is no database. '.repeat(1_000))],
  [
    'a folder',
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
];

describe.each(damages)('a database that is %s', (_, damage) => {
  test('is refused by a start, and reported by check, with what to do', () => {
    damage(join(dataDir, 'lake.sqlite'));
    const served = run('serve');
    expect(served).toEqual({ status: 1, stderr: expect.stringMatching(/^The lake can't open its database .*\n$/) });
    const checked = run('check');
    expect(checked).toEqual({ status: 1, stderr: expect.stringMatching(/restore|DATA_DIR is a folder/i) });
    for (const { stderr } of [served, checked]) expect(stderr).not.toContain('    at ');
  });
});

test.each(['documents', 'attributes', 'document_words_data', 'documents_by_slug'])(
  'a start detects a single damaged page of %s',
  (name) => {
    const path = join(dataDir, 'lake.sqlite');
    const database = new DatabaseSync(path);
    const leaf = "SELECT max(pageno) AS page FROM dbstat WHERE name = ? AND pagetype = 'leaf'";
    const page = Number(database.prepare(leaf).get(name)?.page);
    database.close();
    const size = 4_096;
    writeFileSync(path, readFileSync(path).fill(0xa5, (page - 1) * size, page * size));
    expect(run('serve')).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^The lake can't open its database .*\n$/),
    });
  },
);

test('the database of an add-on is checked too', () => {
  overwrite(join(dataDir, 'datasets', 'production-comments', 'lake.sqlite'), 0.3, 0.7, 0);
  expect(run('serve')).toEqual({ status: 1, stderr: expect.stringContaining('production-comments') });
});

test('only `check` validates content: a document with invalid JSON is named', () => {
  const database = new DatabaseSync(join(dataDir, 'lake.sqlite'));
  database.exec("UPDATE documents SET body = '{\"_id\":' WHERE id = 'n7'");
  database.close();
  const { status, stderr } = run('check');
  expect(status).toBe(1);
  expect(stderr).toContain('production: n7: its content can’t be read');
  expect(stderr).toContain('restore the newest backup');
  expect(stderr).not.toContain('    at ');
});

test('a refused start leaves the database and its write-ahead log unchanged', () => {
  const path = join(dataDir, 'lake.sqlite');
  overwrite(path, 0.3, 0.7, 0xa5);
  writeFileSync(`${path}-wal`, 'something that may be of use to whoever repairs it');
  const before = [path, `${path}-wal`].map((file) => readFileSync(file).toString('base64'));
  run('serve');
  expect([path, `${path}-wal`].map((file) => readFileSync(file).toString('base64'))).toEqual(before);
});
