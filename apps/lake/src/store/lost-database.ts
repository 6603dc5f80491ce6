import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAssetName } from '../assets/asset-name.ts';
import { PlainError } from '../errors.ts';

const kinds = ['images', 'files'] as const;
const markText = `The database lake.sqlite belongs in this folder. While this file is here, the lake does not begin a new
one in its place, which would know nothing of the assets, people and history of the one that was lost.
`;

const markOf = (folder: string) => join(folder, 'lake.mark');
const databaseOf = (folder: string) => join(folder, 'lake.sqlite');

/** By what a folder shows that it had a database: undefined for one in which a lake may begin. */
export function traceOfDatabase(folder: string): string | undefined {
  if (existsSync(markOf(folder))) return markOf(folder);
  // SQLite throws the log of a database away that it finds empty, and all that is in it.
  if (sizeOf(`${databaseOf(folder)}-wal`) > 0) return `${databaseOf(folder)}-wal`;
  const withAssets = kinds.find((kind) => hasAssets(join(folder, 'assets', kind), kind));
  return withAssets && join(folder, 'assets', withAssets);
}

/** Whether the file of the database is missing or empty, so that SQLite would begin a new one. */
export function hasNoDatabase(folder: string): boolean {
  return sizeOf(databaseOf(folder)) === 0;
}

/** Leaves the mark by which later starts know that there was a whole database here. */
export function markDatabase(folder: string): void {
  if (existsSync(markOf(folder))) return;
  try {
    writeFileSync(markOf(folder), markText, { mode: 0o600 });
  } catch {
    // The disk may be full, which is no reason not to read what is there. The next start leaves it.
  }
}

export function lostDatabase(folder: string, trace: string): PlainError {
  return new PlainError(
    `The database ${databaseOf(folder)} is missing or empty, but there was one: ${trace} is still there. The lake does not begin a new one in its place. Put the file back, or restore a backup: npm run lake -- restore FILE --force. To begin anew, move the folder ${folder} away first.`,
  );
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function hasAssets(folder: string, kind: (typeof kinds)[number]): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => parseAssetName(kind, name) !== undefined);
}
