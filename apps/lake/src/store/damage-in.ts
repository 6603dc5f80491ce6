import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findCorruption } from '@bodytext/data-dir/database-corruption';

/** What is wrong with a database: what SQLite's check says of it, or the error with which it could not be read. */
export type Damage = { found: string } | { failed: { message: string; errcode?: unknown; code?: unknown } };

/** What is wrong with the database in a folder; undefined where nothing is. */
export function damageIn(folder: string): Damage | undefined {
  try {
    // For reading only: what is closed otherwise is also written to.
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

/** An error's own fields, since only its message is sent from one thread to another. */
function failureOf(error: unknown): { message: string; errcode?: unknown; code?: unknown } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message } = error;
  return {
    message,
    ...('errcode' in error && { errcode: error.errcode }),
    ...('code' in error && { code: error.code }),
  };
}
