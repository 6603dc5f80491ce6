import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names of the variable that says where temporary files go: on Unix, and on Windows. */
const variables = ['TMPDIR', 'TEMP', 'TMP'];

/**
 * Jest's `globalSetup`: the tests of a workspace, and the programs they start, get a folder for temporary files of
 * their own. What they leave in it is gone with it, however they end: each test that forgot would else fill the disk.
 *
 * @returns {Promise<void>}
 */
export default async function giveOwnTemp() {
  const folder = await mkdtemp(join(tmpdir(), 'bodytext-tests-'));
  for (const variable of variables) process.env[variable] = folder;
}
