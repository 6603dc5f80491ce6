import { lstatSync, mkdirSync, readdirSync, statfsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ReadEntry } from 'tar';
import { PlainError } from '../errors.ts';
import { datasetFileLimits } from './limits.ts';

const maxDepth = datasetFileLimits.folders.value;

/** Whether a file has the name of a tar archive. */
export function isArchive(path: string): boolean {
  return /\.(?:tar|tar\.gz|tgz)$/i.test(path);
}

/**
 * Unpacks an archive into a folder. Links and paths with `..` are refused: an untrusted archive could write outside of
 * the folder by them.
 */
export async function unpack(archive: string, folder: string): Promise<void> {
  // Imported lazily: it would slow down the lake's start.
  const { extract } = await import('tar');
  mkdirSync(folder, { recursive: true });
  let refused: string | undefined;
  let available = availableIn(folder);
  try {
    await extract({
      file: archive,
      cwd: folder,
      strict: true,
      preserveOwner: false,
      filter: (path, entry) => {
        refused ??= refusalOf(path, entry);
        // A tar bomb: each entry's header says its size before it is written.
        available -= isReadEntry(entry) ? entry.size : 0;
        if (available < 0) refused ??= `what is in it takes more than there is room for in ${folder}.`;
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

function availableIn(folder: string): number {
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

/** Finds files with this ending, as deep as archives of datasets have them. */
export function findFiles(folder: string, ending: string, depth = 0): string[] {
  if (depth >= maxDepth) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    // Links are not followed.
    const found = lstatSync(path);
    if (found.isDirectory()) return findFiles(path, ending, depth + 1);
    return found.isFile() && name.endsWith(ending) ? [path] : [];
  });
}
