import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { restrictToOwner, tidyFolder } from '@bodytext/data-dir/tidy-folder';
import { manifestName } from '../backup/manifest.ts';
import { holdAlone, isEmptyOrMissing, replaceFolder } from '../backup/replace-folder.ts';
import { verifyBackup } from '../backup/verify-backup.ts';
import { unpack } from '../dataset-file/unpack.ts';
import { besideFile } from '../dataset-file/work-folder.ts';
import type { Environment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import type { Options } from './options.ts';

/** Puts a backup in the place of the data folder. What was there stays beside it, until somebody removes it. */
export async function restore(environment: Environment, path: string | undefined, { force }: Options): Promise<void> {
  if (!path) throw new PlainError('Say what to restore: restore FILE.tar.gz.');
  const archive = resolve(path);
  if (!statSync(archive, { throwIfNoEntry: false })?.isFile()) throw new PlainError(`There is no file ${archive}.`);
  const { dataDir } = environment;
  const wasEmpty = isEmptyOrMissing(dataDir);
  if (!wasEmpty && !force) {
    throw new PlainError(
      `${dataDir} is not empty. Set DATA_DIR to an empty folder, or say --force: what is there is then put aside, not deleted.`,
    );
  }
  mkdirSync(dirname(dataDir), { recursive: true });
  const hold = holdAlone(dataDir);
  try {
    await besideFile(dataDir, async (work) => {
      const folder = join(work, 'restored');
      await unpack(archive, folder);
      const { datasets, createdAt } = await verifyBackup(folder);
      rmSync(join(folder, manifestName));
      // Archives may have been made with other rights, and where others may look into folders.
      await tidyFolder(folder);
      if (wasEmpty && !isEmptyOrMissing(dataDir)) throw new PlainError(noLongerEmpty(dataDir));
      const former = replaceFolder(dataDir, folder);
      restrictToOwner(dataDir);
      const states = datasets.map(({ name, seq }) => `${name} after transaction ${seq}`).join(', ');
      console.log(`Restored ${states}, backed up at ${createdAt}, to ${dataDir}.`);
      if (former) console.log(`What was there is in ${former}; delete it when you no longer need it.`);
    });
  } finally {
    hold.release();
  }
}

/** Unpacking takes a while, in which somebody may have started a lake. */
function noLongerEmpty(dataDir: string): string {
  return `${dataDir} was empty when this began, and is no longer. Nothing was restored.`;
}
