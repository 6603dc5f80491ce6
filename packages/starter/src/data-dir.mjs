import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem, reasonOf } from './problem.mjs';

/**
 * Creates the data folder, restricts it to its owner, and checks that it is writable.
 * @param {string} dataDir
 */
export function checkDataDir(dataDir) {
  const probe = join(dataDir, `.write-test-${process.pid}`);
  try {
    for (const folder of [dataDir, join(dataDir, 'logs')]) {
      createFolder(folder);
      restrictToOwner(folder);
    }
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new Problem(
      `The data folder ${dataDir} cannot be written (${reasonOf(error)}): choose another with DATA_DIR.`,
    );
  }
}

/**
 * Not `mkdirSync` with `recursive`: it never returns where `mkdir` fails with ENOENT, as in Linux's /proc.
 * @param {string} folder
 */
function createFolder(folder) {
  if (existsSync(folder)) return;
  createFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * Leaves a folder of another user unchanged, such as a container's volume.
 * @param {string} folder
 */
function restrictToOwner(folder) {
  try {
    chmodSync(folder, 0o700);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') throw error;
  }
}
