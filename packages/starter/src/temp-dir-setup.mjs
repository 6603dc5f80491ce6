import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The environment variables for the temporary folder, on Unix and on Windows. */
const variables = ['TMPDIR', 'TEMP', 'TMP'];

/**
 * Jest's `globalSetup`: a temporary folder for the tests of a workspace and their child processes. The teardown removes
 * it with everything that tests left: otherwise leftovers fill the disk.
 *
 * @returns {Promise<void>}
 */
export default async function createTempDir() {
  const folder = await mkdtemp(join(tmpdir(), 'bodytext-tests-'));
  for (const variable of variables) process.env[variable] = folder;
}
