import { accessSync, constants, mkdirSync } from 'node:fs';
import { PlainError } from '../errors.ts';

/** Makes the data folder, or says why it can't be used. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new PlainError(
      `The lake can't write to its data folder ${folder}${reason}; set DATA_DIR to one it can write to.`,
    );
  }
}
