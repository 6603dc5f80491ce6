import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { DatabaseReplaced, SelfHealingDatabase } from './self-healing-database.ts';

let folder: string;
let file: string;
let log: ReturnType<typeof jest.spyOn>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'self-healing-'));
  file = join(folder, 'site', 'words.sqlite');
  log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  log.mockRestore();
  rmSync(folder, { recursive: true, force: true });
});

function open(onCorruption: 'delete' | 'quarantine'): SelfHealingDatabase {
  return new SelfHealingDatabase(file, {
    onCorruption,
    prepare: (database) =>
      database.exec('PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS words (word); SELECT 1 FROM words LIMIT 1;'),
  });
}

function fill(database: SelfHealingDatabase): void {
  database.use((words) => {
    const insert = words.prepare('INSERT INTO words VALUES (?)');
    words.exec('BEGIN');
    for (let n = 0; n < 200; n += 1) insert.run(`word ${n} `.repeat(50));
    words.exec('COMMIT');
  });
}

const count = (database: SelfHealingDatabase) =>
  database.use((words) => words.prepare('SELECT count(word || word) AS n FROM words').get()?.n);

function overwrite(from: number, to: number, value: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(value, Math.floor(bytes.length * from), Math.floor(bytes.length * to)));
}

const damages: [string, () => void][] = [
  ['truncated to half', () => truncateSync(file, readFileSync(file).length / 2)],
  ['truncated to its header', () => truncateSync(file, 100)],
  ['overwritten with zeros', () => overwrite(0, 1, 0)],
  ['overwritten with zeros in the middle', () => overwrite(0.3, 0.7, 0)],
  ['overwritten with other bytes', () => overwrite(0.3, 0.7, 0xa5)],
  ['a text file', () => writeFileSync(file, 'This is no database. '.repeat(100))],
  ['empty, with a write-ahead log', () => [truncateSync(file, 0), writeFileSync(`${file}-wal`, 'what was in it')]],
  [
    'of another schema',
    () => {
      const other = new DatabaseSync(file);
      other.exec('DROP TABLE words; CREATE VIEW words AS SELECT * FROM another');
      other.close();
    },
  ],
  ['a folder', () => [rmSync(file), mkdirSync(join(file, 'inside'), { recursive: true })]],
];

describe.each(['delete', 'quarantine'] as const)(
  'with %s, a corrupt file is replaced by an empty database:',
  (onCorruption) => {
    test.each(damages)('%s', (_, damage) => {
      const first = open(onCorruption);
      fill(first);
      first.close();
      damage();
      const next = open(onCorruption);
      expect(count(next)).toBe(0);
      fill(next);
      expect(count(next)).toBe(200);
      next.close();
      expect(count(open(onCorruption))).toBe(200);
      const others = readdirSync(join(folder, 'site')).filter((name) => !/^words\.sqlite(?:-wal|-shm)?$/.test(name));
      expect(others.some((name) => name.startsWith('words.sqlite.damaged-'))).toBe(onCorruption === 'quarantine');
      expect(log).toHaveBeenCalledTimes(1);
      expect(log).toHaveBeenCalledWith(
        expect.stringMatching(/words\.sqlite was damaged \(.+\): it (?:is made again|was put aside as )/),
      );
    });
  },
);

test('corruption found while it is open throws, and a retry succeeds', () => {
  const database = open('quarantine');
  fill(database);
  const other = new DatabaseSync(file);
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  overwrite(0.2, 1, 0xa5);
  // A write by another connection invalidates the page cache.
  other.exec('PRAGMA user_version = 7');
  other.close();
  expect(() => count(database)).toThrow(DatabaseReplaced);
  expect(count(database)).toBe(0);
  fill(database);
  expect(count(database)).toBe(200);
});

test('an invalid query and a locked file are no corruption', () => {
  const database = open('delete');
  fill(database);
  expect(() => database.use((words) => words.exec('SELECT another'))).toThrow('no such column');
  const other = new DatabaseSync(file);
  other.exec('BEGIN EXCLUSIVE');
  expect(() => database.use((words) => words.exec('DELETE FROM words'))).toThrow('locked');
  other.exec('ROLLBACK');
  expect(count(database)).toBe(200);
  expect(log).not.toHaveBeenCalled();
});

test('a folder that can’t be created throws, and nothing is deleted', () => {
  writeFileSync(join(folder, 'site'), 'somebody’s');
  expect(() => open('delete')).toThrow();
  expect(readFileSync(join(folder, 'site'), 'utf8')).toBe('somebody’s');
  expect(existsSync(file)).toBe(false);
});
