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

/** The file or folder that proves that there was a database here; undefined where a new one may be created. */
export function traceOfDatabase(folder: string): string | undefined {
  if (existsSync(markOf(folder))) return markOf(folder);
  // Opening an empty database would make SQLite delete its write-ahead log, with the transactions in it.
  if (sizeOf(`${databaseOf(folder)}-wal`) > 0) return `${databaseOf(folder)}-wal`;
  const withAssets = kinds.find((kind) => hasAssets(join(folder, 'assets', kind), kind));
  return withAssets && join(folder, 'assets', withAssets);
}

/** Whether the database file is missing or empty, so that SQLite would create a new one. */
export function hasNoDatabase(folder: string): boolean {
  return sizeOf(databaseOf(folder)) === 0;
}

/** Writes the marker file by which later starts know that there was a database here. */
export function markDatabase(folder: string): void {
  if (existsSync(markOf(folder))) return;
  try {
    writeFileSync(markOf(folder), markText, { mode: 0o600 });
  } catch {
    // On a full disk the lake must still start, to serve reads. The next start writes the marker.
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
