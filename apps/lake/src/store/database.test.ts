import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inTransaction, openDatabase, setBusyTimeout } from './database.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'database-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'lake.sqlite');

function sentenceOf(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  throw new Error('It opened.');
}

describe('what can’t be opened is refused in one sentence that says what to do', () => {
  test('a file that is no database', () => {
    writeFileSync(file(), 'not a database, but long enough to be taken for one. '.repeat(100));
    expect(sentenceOf(() => openDatabase(folder))).toMatch(/^PlainError: .*it is damaged\. Put it aside.*backups/);
  });

  test('a database whose pages were overwritten', () => {
    const database = openDatabase(folder);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const bytes = readFileSync(file());
    bytes.fill(0xab, 100, 4_096);
    writeFileSync(file(), bytes);
    expect(sentenceOf(() => openDatabase(folder))).toMatch(/^PlainError: .*it is damaged/);
  });

  test('one that another process has locked', () => {
    openDatabase(folder).close();
    const other = new DatabaseSync(file());
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA user_version = 1;');
    expect(sentenceOf(() => openDatabase(folder))).toMatch(/^PlainError: .*another program holds it locked/);
    other.close();
  });

  test('a folder that can’t be written to, and one that is a file', () => {
    const fileForFolder = join(folder, 'file');
    writeFileSync(fileForFolder, '');
    expect(sentenceOf(() => openDatabase(fileForFolder))).toMatch(/^PlainError: .*DATA_DIR/);
    chmodSync(folder, 0o555);
    expect(openAsNobody()).toMatch(/^PlainError: The lake can't open its database .*: .*DATA_DIR/);
  });

  /** As another user where this is root, who may write anywhere. Modules are loaded first: only root may be able to read them. */
  function openAsNobody(): string {
    const program = `
      const { openDatabase } = await import(${JSON.stringify(join(import.meta.dirname, 'database.ts'))});
      if (process.geteuid?.() === 0) {
        process.setegid(65534);
        process.seteuid(65534);
      }
      try { openDatabase(${JSON.stringify(folder)}); } catch (error) { console.log(error.name + ': ' + error.message); }`;
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    return ran.stdout || ran.stderr;
  }
});

describe('the write-ahead log', () => {
  const log = () => statSync(`${file()}-wal`).size;
  const megabyte = 1024 * 1024;

  function openWithTable(): { database: DatabaseSync; write: (megabytes: number) => void } {
    const database = openDatabase(folder);
    // Without `fsync` the test is faster, and the size of the log the same.
    database.exec('PRAGMA synchronous = OFF');
    database.exec('CREATE TABLE IF NOT EXISTS filler (n INTEGER PRIMARY KEY, body BLOB)');
    const insert = database.prepare('INSERT OR REPLACE INTO filler VALUES (?, ?)');
    return {
      database,
      write(megabytes) {
        for (let n = 0; n < megabytes * 4; n += 1) insert.run(n % 40, Buffer.alloc(megabyte / 4, n));
      },
    };
  }

  test('stays small during many writes, with readers in between', () => {
    const { database, write } = openWithTable();
    const reader = new DatabaseSync(file(), { readOnly: true });
    const count = reader.prepare('SELECT count(*) AS n FROM filler');
    for (let round = 0; round < 10; round += 1) {
      write(10);
      expect(count.get()?.n).toBeGreaterThan(0);
      expect(log()).toBeLessThan(32 * megabyte);
    }
    reader.close();
    database.close();
  });

  test('grows during a long read transaction, and shrinks afterwards', () => {
    const { database, write } = openWithTable();
    write(1);
    const reader = new DatabaseSync(file(), { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM filler').get();
    write(100);
    expect(log()).toBeGreaterThan(90 * megabyte);
    reader.exec('COMMIT');
    reader.close();
    write(20);
    expect(log()).toBeLessThanOrEqual(64 * megabyte);
    database.close();
  });
});

test('the busy timeout is restored after a transaction that does not wait for the lock', () => {
  const database = openDatabase(folder);
  const other = openDatabase(folder);
  const busyTimeout = () => database.prepare('PRAGMA busy_timeout').get()?.timeout;
  setBusyTimeout(database, 10);
  other.exec('BEGIN IMMEDIATE');
  expect(() => inTransaction(database, () => undefined, { waitForLock: false })).toThrow('locked');
  expect(busyTimeout()).toBe(10);
  other.exec('ROLLBACK');
  other.close();
  database.close();
});
