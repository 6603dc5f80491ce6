import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeBackup } from '../backup/write-backup.ts';
import { isArchive } from '../dataset-file/unpack.ts';
import { withWorkFolder } from '../dataset-file/work-folder.ts';
import type { Environment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import { openConfiguredLake } from './open-lake.ts';
import { byCommandLine } from './with-lake.ts';

/** Writes a backup of the data folder to one file; the lake may be running. */
export async function backUp(environment: Environment, path: string | undefined): Promise<void> {
  if (!path) throw new PlainError('Say where to: backup FILE.tar.gz, or a folder to put a dated file in.');
  const { dataDir } = environment;
  if (!existsSync(join(dataDir, 'lake.sqlite'))) throw new PlainError(`There is no lake in ${dataDir} to back up.`);
  const file = fileFor(resolve(path));
  const lake = openConfiguredLake(environment);
  try {
    const { datasets, files } = await withWorkFolder(file, (work) => writeBackup(lake, dataDir, work, file));
    lake.people.audit.record({ ...byCommandLine, event: 'backup' });
    const states = datasets.map(({ name, seq }) => `${name} after transaction ${seq}`).join(', ');
    console.log(`Backed up ${states} (${Object.keys(files).length} files) to ${file}.`);
    console.log('It holds people’s names, addresses and the lake’s secrets: only you can read it. Keep it so.');
  } finally {
    await lake.close();
  }
}

function fileFor(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder && !isArchive(path)) throw new PlainError(`${path} should end with .tar.gz, or be a folder.`);
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const file = isFolder ? join(path, `lake-${stamp}.tar.gz`) : path;
  if (existsSync(file)) throw new PlainError(`There is a ${file} already; choose another name.`);
  if (!existsSync(resolve(file, '..'))) throw new PlainError(`There is no folder ${resolve(file, '..')}.`);
  return file;
}
