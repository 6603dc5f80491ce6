import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';

/**
 * Jest's `globalTeardown`: removes the folder of `createTempDir`. An error is only printed: a process that still writes
 * there must not fail tests that passed.
 */
export default async function removeTempDir() {
  await rm(tmpdir(), { recursive: true, force: true, maxRetries: 3 }).catch((error) => {
    console.error(`What tests left in ${tmpdir()} could not be removed: ${error.message}`);
  });
}
