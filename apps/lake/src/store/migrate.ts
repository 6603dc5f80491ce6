import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { integer } from '@bodytext/groq/store/row';
import { PlainError } from '../errors.ts';

type Migration = { version: number; name: string; sql: string };

const ownMigrations = join(import.meta.dirname, 'migrations');

/**
 * Brings a database to the newest version this program knows. Each version is one file, `0001-name.sql`.
 * A database that already holds something is copied to `backups` first; a newer one is refused untouched.
 */
export function migrate(database: DatabaseSync, folder: string, migrations = ownMigrations): void {
  const known = readMigrations(migrations);
  const newest = known.at(-1)?.version ?? 0;
  const current = versionOf(database);
  if (current > newest) {
    throw new PlainError(
      `The database in ${folder} was written by a newer version of the lake (version ${current}, this program knows ${newest}). Start the newer program, or restore an older copy from ${join(folder, 'backups')}.`,
    );
  }
  const missing = known.filter((migration) => migration.version > current);
  if (missing.length === 0) return;
  if (current > 0) backUp(database, folder, current);
  for (const migration of missing) run(database, migration);
}

/** The version that a database is at; 0 for one that nothing was ever written to. */
export function versionOf(database: DatabaseSync): number {
  return integer(database.prepare('PRAGMA user_version').get(), 'user_version');
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), name, sql: readFileSync(join(folder, name), 'utf8') }));
}

function backUp(database: DatabaseSync, folder: string, version: number): void {
  const backups = join(folder, 'backups');
  mkdirSync(backups, { recursive: true, mode: 0o700 });
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const copy = join(backups, `lake-version-${version}-${stamp}.sqlite`);
  try {
    database.prepare('VACUUM INTO ?').run(`${copy}.part`);
    renameSync(`${copy}.part`, copy);
  } catch (error) {
    // Half a copy would look like one that can be put back.
    rmSync(`${copy}.part`, { force: true });
    throw error;
  }
}

function run(database: DatabaseSync, migration: Migration): void {
  database.exec('BEGIN EXCLUSIVE');
  try {
    database.exec(migration.sql);
    database.exec(`PRAGMA user_version = ${migration.version}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlainError(
      `The database could not be brought to version ${migration.version} (${migration.name}): ${reason}.`,
    );
  }
}
