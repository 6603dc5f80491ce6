import { lstatSync, mkdirSync, readdirSync, statfsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ReadEntry } from 'tar';
import { PlainError } from '../errors.ts';
import { datasetFileLimits } from './limits.ts';

const maxDepth = datasetFileLimits.folders.value;

/** Whether a file's name says that it is a tar archive, compressed or not. */
export function isArchive(path: string): boolean {
  return /\.(?:tar|tar\.gz|tgz)$/i.test(path);
}

/**
 * Unpacks an archive into a folder. Only files and folders below it are written: an archive may come from anywhere,
 * and a link or a path with `..` in it could make it write elsewhere.
 */
export async function unpack(archive: string, folder: string): Promise<void> {
  // Read when it is needed: a lake that starts would wait for it.
  const { extract } = await import('tar');
  mkdirSync(folder, { recursive: true });
  let refused: string | undefined;
  let room = roomIn(folder);
  try {
    await extract({
      file: archive,
      cwd: folder,
      strict: true,
      preserveOwner: false,
      filter: (path, entry) => {
        refused ??= refusalOf(path, entry);
        // A small archive may unpack to more than any disk holds: each entry says how much it is before it comes.
        room -= isReadEntry(entry) ? entry.size : 0;
        if (room < 0) refused ??= `what is in it takes more than there is room for in ${folder}.`;
        return refused === undefined;
      },
    });
  } catch (error) {
    if (refused === undefined)
      throw new PlainError(`${archive} can’t be unpacked: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (refused !== undefined) throw new PlainError(`${archive} was not unpacked: ${refused}`);
}

const reservedBytes = datasetFileLimits.reservedDisk.value;

function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize - reservedBytes;
}

function refusalOf(path: string, entry: unknown): string | undefined {
  const isOutside = isAbsolute(path) || /^[a-zA-Z]:/.test(path) || path.split(/[\\/]/).includes('..');
  if (isOutside) return `its entry “${path}” would be written outside of the folder.`;
  if (!isReadEntry(entry)) return `its entry “${path}” can’t be read.`;
  const isPlain = ['File', 'OldFile', 'ContiguousFile', 'Directory'].includes(entry.type);
  return isPlain ? undefined : `its entry “${path}” is a ${entry.type}, and only files and folders may be in it.`;
}

function isReadEntry(entry: unknown): entry is ReadEntry {
  return typeof entry === 'object' && entry !== null && 'type' in entry;
}

/** The only file below a folder that ends so, looked for as deep as archives of datasets have it. */
export function findOnly(folder: string, ending: string, depth = 0): string[] {
  if (depth >= maxDepth) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    // A link is not followed, whoever put it there.
    const found = lstatSync(path);
    if (found.isDirectory()) return findOnly(path, ending, depth + 1);
    return found.isFile() && name.endsWith(ending) ? [path] : [];
  });
}
