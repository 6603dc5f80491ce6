import { accessSync, constants, mkdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { FolderRefused, lockFolder } from '@bodytext/data-dir/folder-lock';
import { restrictToOwner, tidyFolder } from '@bodytext/data-dir/tidy-folder';
import { PlainError } from '../errors.ts';
import { storeLimits } from './limits.ts';

const tidyTimeoutMs = storeLimits.tidying.value;

/** Creates the data folder with rights for its owner only. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    restrictToOwner(folder);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new PlainError(
      `The lake can't write to its data folder ${folder}${reason}; set DATA_DIR to one it can write to.`,
    );
  }
}

/** Locks a data folder for one lake; commands may still run beside it. */
export function lockForLake(folder: string): { release(): void } {
  try {
    return lockFolder(folder, 'lake');
  } catch (error) {
    throw error instanceof FolderRefused ? new PlainError(error.message) : error;
  }
}

/** Removes other users' rights on everything below the data folder. Resolves when done, or after a timeout while it goes on. */
export async function tidyDataFolder(folder: string): Promise<void> {
  const tidied = tidyFolder(folder).then(
    (notOurs) => {
      if (notOurs === 0) return;
      console.error(
        `${notOurs} files and folders below ${folder} can be read by others and belong to another user, so the lake can’t close them: change their owner.`,
      );
    },
    (error: unknown) => console.error(`What is below ${folder} could not be closed to others:`, error),
  );
  await Promise.race([tidied, setTimeout(tidyTimeoutMs, undefined, { ref: false })]);
}
