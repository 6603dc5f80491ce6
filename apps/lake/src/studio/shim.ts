import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../errors.ts';

/** The script that makes an unmodified Studio work on the lake's own origin, built from `shim/`. */
export type Shim = { script: string; hash: string };

export const shimPath = '/lake-shim.js';

const built = join(import.meta.dirname, '../../dist/shim.js');

/** @throws PlainError where it was not built */
export function readShim(): Shim {
  try {
    return shimOf(readFileSync(built, 'utf8'));
  } catch {
    throw new PlainError('The script for Studios is not built: run “npm run build -w @bodytext/lake”.');
  }
}

export function shimOf(script: string): Shim {
  return { script, hash: createHash('sha256').update(script).digest('hex').slice(0, 12) };
}
