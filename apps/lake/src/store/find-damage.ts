import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findCorruption } from '@bodytext/data-dir/database-corruption';

/** A damaged database: the message of SQLite's check, or the error with which it could not be opened. */
export type Damage = { found: string } | { failed: { message: string; errcode?: unknown; code?: unknown } };

/** Checks the database in a folder; undefined where it is not damaged. */
export function findDamage(folder: string): Damage | undefined {
  try {
    // Read-only: closing a writable connection checkpoints the log, which writes to the file.
    const database = new DatabaseSync(join(folder, 'lake.sqlite'), { readOnly: true });
    try {
      const found = findCorruption(database);
      return found === undefined ? undefined : { found };
    } finally {
      database.close();
    }
  } catch (error) {
    return { failed: failureOf(error) };
  }
}

/** Its fields as a plain object: posting an `Error` to another thread keeps only its message. */
function failureOf(error: unknown): { message: string; errcode?: unknown; code?: unknown } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message } = error;
  return {
    message,
    ...('errcode' in error && { errcode: error.errcode }),
    ...('code' in error && { code: error.code }),
  };
}
