import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem, reasonOf } from './problem.mjs';

/**
 * Makes the data folder, readable by its owner only, whoever made it before, and proves that it can be written.
 * @param {string} dataDir
 */
export function checkDataDir(dataDir) {
  const probe = join(dataDir, `.write-test-${process.pid}`);
  try {
    for (const folder of [dataDir, join(dataDir, 'logs')]) {
      makeFolder(folder);
      closeFolder(folder);
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
 * Node's own recursive `mkdir` never returns where the system refuses with ENOENT, as Linux does in /proc.
 * @param {string} folder
 */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * A folder of somebody else's, such as a volume that a container was given, stays as it is.
 * @param {string} folder
 */
function closeFolder(folder) {
  try {
    chmodSync(folder, 0o700);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') throw error;
  }
}
