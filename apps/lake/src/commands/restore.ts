import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { restrictToOwner, tidyFolder } from '@bodytext/data-dir/tidy-folder';
import { manifestName } from '../backup/manifest.ts';
import { isEmptyOrMissing, lockExclusively, replaceFolder } from '../backup/replace-folder.ts';
import { verifyBackup } from '../backup/verify-backup.ts';
import type { LakeConfig } from '../config.ts';
import { unpack } from '../dataset-file/unpack.ts';
import { withWorkFolder } from '../dataset-file/work-folder.ts';
import { PlainError } from '../errors.ts';
import type { Options } from './options.ts';

/** Replaces the data folder with a backup. The former folder is renamed, not deleted. */
export async function restore(config: LakeConfig, path: string | undefined, { force }: Options): Promise<void> {
  if (!path) throw new PlainError('Say what to restore: restore FILE.tar.gz.');
  const archive = resolve(path);
  if (!statSync(archive, { throwIfNoEntry: false })?.isFile()) throw new PlainError(`There is no file ${archive}.`);
  const { dataDir } = config;
  const wasEmpty = isEmptyOrMissing(dataDir);
  if (!wasEmpty && !force) {
    throw new PlainError(
      `${dataDir} is not empty. Set DATA_DIR to an empty folder, or say --force: what is there is then put aside, not deleted.`,
    );
  }
  mkdirSync(dirname(dataDir), { recursive: true });
  const lock = lockExclusively(dataDir);
  try {
    await withWorkFolder(dataDir, async (work) => {
      const folder = join(work, 'restored');
      await unpack(archive, folder);
      const { datasets, createdAt } = await verifyBackup(folder);
      rmSync(join(folder, manifestName));
      // The archive may have other file modes: make everything private to the owner.
      await tidyFolder(folder);
      if (wasEmpty && !isEmptyOrMissing(dataDir)) throw new PlainError(noLongerEmpty(dataDir));
      const former = replaceFolder(dataDir, folder);
      restrictToOwner(dataDir);
      const states = datasets.map(({ name, seq }) => `${name} after transaction ${seq}`).join(', ');
      console.log(`Restored ${states}, backed up at ${createdAt}, to ${dataDir}.`);
      if (former) console.log(`What was there is in ${former}; delete it when you no longer need it.`);
    });
  } finally {
    lock.release();
  }
}

/** A lake may have been started while the archive was unpacked. */
function noLongerEmpty(dataDir: string): string {
  return `${dataDir} was empty when this began, and is no longer. Nothing was restored.`;
}
