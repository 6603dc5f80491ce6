import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

let folder: string;
let migrations: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrate-'));
  migrations = mkdtempSync(join(tmpdir(), 'migrations-'));
  writeFileSync(join(migrations, '0001-first.sql'), 'CREATE TABLE first (n INTEGER); INSERT INTO first VALUES (1);');
});
afterEach(() => {
  for (const path of [folder, migrations]) rmSync(path, { recursive: true });
});

function open(): DatabaseSync {
  return new DatabaseSync(join(folder, 'lake.sqlite'));
}

test('each migration runs once, after a copy of the database was made', () => {
  const database = open();
  migrate(database, folder, migrations);
  migrate(database, folder, migrations);
  expect(readdirSync(folder)).not.toContain('backups');
  writeFileSync(join(migrations, '0002-second.sql'), 'UPDATE first SET n = 2;');
  migrate(database, folder, migrations);
  expect(database.prepare('SELECT n FROM first').all()).toEqual([{ n: 2 }]);
  const [backup = ''] = readdirSync(join(folder, 'backups'));
  const copy = new DatabaseSync(join(folder, 'backups', backup));
  expect(copy.prepare('SELECT n FROM first').all()).toEqual([{ n: 1 }]);
  copy.close();
  database.close();
});

test('where the copy does not fit on the disk, nothing is left of it and nothing is migrated', () => {
  const database = open();
  migrate(database, folder, migrations);
  database.exec('CREATE TABLE large (bytes BLOB)');
  database.prepare('INSERT INTO large VALUES (?)').run(randomBytes(500_000));
  database.close();
  writeFileSync(join(migrations, '0002-second.sql'), 'UPDATE first SET n = 2;');
  const script = `
    const { DatabaseSync } = await import('node:sqlite');
    const { migrate } = await import(${JSON.stringify(join(import.meta.dirname, 'migrate.ts'))});
    const folder = ${JSON.stringify(folder)};
    migrate(new DatabaseSync(folder + '/lake.sqlite'), folder, ${JSON.stringify(migrations)});`;
  // A file size limit fails like a full disk: in the middle of a write.
  const limited = ['-c', 'trap "" XFSZ; ulimit -f 256; exec "$0" "$@"', process.execPath, '--no-warnings'];
  const { status } = spawnSync('bash', [...limited, '--input-type=module', '-e', script]);
  expect(status).toBe(1);
  expect(readdirSync(join(folder, 'backups'))).toEqual([]);
  const again = open();
  expect(again.prepare('SELECT n FROM first').all()).toEqual([{ n: 1 }]);
  again.close();
});

test('a migration that fails changes nothing', () => {
  const database = open();
  migrate(database, folder, migrations);
  writeFileSync(join(migrations, '0002-wrong.sql'), 'UPDATE first SET n = 2; UPDATE nowhere SET n = 3;');
  expect(() => migrate(database, folder, migrations)).toThrow('could not be brought to version 2');
  expect(database.prepare('SELECT n FROM first').all()).toEqual([{ n: 1 }]);
  database.close();
});

test('a newer database is refused in one sentence and left as it is', () => {
  openDatabase(folder).close();
  const database = open();
  database.exec('PRAGMA user_version = 9999');
  database.close();
  expect(() => openDatabase(folder)).toThrow(/was written by a newer version of the lake/);
  expect(readdirSync(folder)).not.toContain('backups');
});
