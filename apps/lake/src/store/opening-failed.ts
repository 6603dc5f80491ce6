import { join } from 'node:path';
import { PlainError } from '../errors.ts';
import { isFromSqlite, type StorageProblem, storageProblem } from './storage-failure.ts';

/** Why the database could not be opened, and what to do. */
export function openingFailed(error: unknown, folder: string): PlainError {
  if (error instanceof PlainError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  // Any other SQLite error: our own statements are right, so the tables in the file must be wrong.
  const problem = storageProblem(error) ?? (isFromSqlite(error) ? 'damaged' : 'unreachable');
  return new PlainError(
    `The lake can't open its database ${join(folder, 'lake.sqlite')} (${reason}): ${remedies[problem](folder)}.`,
  );
}

/** The same for a database that failed its check. */
export function damagedDatabase(folder: string, reason: string): PlainError {
  return new PlainError(
    `The lake can't open its database ${join(folder, 'lake.sqlite')} (${reason}): ${remedies.damaged(folder)}.`,
  );
}

const remedies: Record<StorageProblem, (folder: string) => string> = {
  damaged: (folder) =>
    `it is damaged. Put it aside together with its -wal and -shm files, and put the newest copy from ${join(folder, 'backups')} in its place; or restore a backup: npm run lake -- restore FILE --force, which puts aside what is there`,
  busy: () => 'another program holds it locked. End that program, or wait until it is done',
  readOnly: () => 'this user may not write to it. Give it the right to, or set DATA_DIR to a folder it can write to',
  full: () => 'the disk is full. Make room on it',
  unreachable: () => 'check that DATA_DIR is a folder this user can read and write',
};
