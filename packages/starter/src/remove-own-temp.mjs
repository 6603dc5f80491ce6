import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';

/**
 * Jest's `globalTeardown`: removes what `giveOwnTemp` gave. A program that still writes there must not make tests fail
 * that passed.
 */
export default async function removeOwnTemp() {
  await rm(tmpdir(), { recursive: true, force: true, maxRetries: 3 }).catch((error) => {
    console.error(`What tests left in ${tmpdir()} could not be removed: ${error.message}`);
  });
}
