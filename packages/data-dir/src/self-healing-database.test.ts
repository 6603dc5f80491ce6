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
import { DatabaseReplaced, LastingDatabase } from './lasting-database.ts';

let folder: string;
let file: string;
let log: ReturnType<typeof jest.spyOn>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lasting-'));
  file = join(folder, 'site', 'words.sqlite');
  log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  log.mockRestore();
  rmSync(folder, { recursive: true, force: true });
});

function open(damaged: 'isRemoved' | 'isPutAside'): LastingDatabase {
  return new LastingDatabase(file, {
    damaged,
    prepare: (database) =>
      database.exec('PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS words (word); SELECT 1 FROM words LIMIT 1;'),
  });
}

function fill(database: LastingDatabase): void {
  database.use((words) => {
    const insert = words.prepare('INSERT INTO words VALUES (?)');
    words.exec('BEGIN');
    for (let n = 0; n < 200; n += 1) insert.run(`word ${n} `.repeat(50));
    words.exec('COMMIT');
  });
}

const count = (database: LastingDatabase) =>
  database.use((words) => words.prepare('SELECT count(word || word) AS n FROM words').get()?.n);

function overwrite(from: number, to: number, value: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(value, Math.floor(bytes.length * from), Math.floor(bytes.length * to)));
}

const damages: [string, () => void][] = [
  ['cut in half', () => truncateSync(file, readFileSync(file).length / 2)],
  ['cut to its head', () => truncateSync(file, 100)],
  ['zeroed', () => overwrite(0, 1, 0)],
  ['zeroed in the middle', () => overwrite(0.3, 0.7, 0)],
  ['overwritten', () => overwrite(0.3, 0.7, 0xa5)],
  ['text', () => writeFileSync(file, 'This is no database. '.repeat(100))],
  ['empty, with a log', () => [truncateSync(file, 0), writeFileSync(`${file}-wal`, 'what was in it')]],
  [
    'of another shape',
    () => {
      const other = new DatabaseSync(file);
      other.exec('DROP TABLE words; CREATE VIEW words AS SELECT * FROM another');
      other.close();
    },
  ],
  ['a folder', () => [rmSync(file), mkdirSync(join(file, 'inside'), { recursive: true })]],
];

describe.each(['isRemoved', 'isPutAside'] as const)(
  'a file that is damaged %s, an empty one takes its place:',
  (what) => {
    test.each(damages)('%s', (_, damage) => {
      const first = open(what);
      fill(first);
      first.close();
      damage();
      const next = open(what);
      expect(count(next)).toBe(0);
      fill(next);
      expect(count(next)).toBe(200);
      next.close();
      expect(count(open(what))).toBe(200);
      const others = readdirSync(join(folder, 'site')).filter((name) => !/^words\.sqlite(?:-wal|-shm)?$/.test(name));
      expect(others.some((name) => name.startsWith('words.sqlite.damaged-'))).toBe(what === 'isPutAside');
      expect(log).toHaveBeenCalledTimes(1);
      expect(log).toHaveBeenCalledWith(
        expect.stringMatching(/words\.sqlite was damaged \(.+\): it (?:is made again|was put aside as )/),
      );
    });
  },
);

test('damage that shows while it is open is told, and what is asked again is answered', () => {
  const database = open('isPutAside');
  fill(database);
  const other = new DatabaseSync(file);
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  overwrite(0.2, 1, 0xa5);
  // A write of somebody else's, so that what is remembered of the pages is forgotten.
  other.exec('PRAGMA user_version = 7');
  other.close();
  expect(() => count(database)).toThrow(DatabaseReplaced);
  expect(count(database)).toBe(0);
  fill(database);
  expect(count(database)).toBe(200);
});

test('a question that is wrong, and a file that is locked, are no damage', () => {
  const database = open('isRemoved');
  fill(database);
  expect(() => database.use((words) => words.exec('SELECT another'))).toThrow('no such column');
  const other = new DatabaseSync(file);
  other.exec('BEGIN EXCLUSIVE');
  expect(() => database.use((words) => words.exec('DELETE FROM words'))).toThrow('locked');
  other.exec('ROLLBACK');
  expect(count(database)).toBe(200);
  expect(log).not.toHaveBeenCalled();
});

test('a folder that can’t be made throws, and nothing is removed', () => {
  writeFileSync(join(folder, 'site'), 'somebody’s');
  expect(() => open('isRemoved')).toThrow();
  expect(readFileSync(join(folder, 'site'), 'utf8')).toBe('somebody’s');
  expect(existsSync(file)).toBe(false);
});
