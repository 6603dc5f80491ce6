import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { PlainError } from '../errors.ts';

/** Reads a password from the terminal without echo, or from a pipe. */
export async function readPassword(prompt: string): Promise<string> {
  const isTyped = process.stdin.isTTY;
  if (isTyped) process.stdout.write(prompt);
  // `readline` echoes to `output`, so it is discarded.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: isTyped });
  try {
    const first = await Promise.race([
      lines.question(''),
      new Promise<undefined>((resolve) => lines.once('close', resolve)),
    ]);
    if (isTyped) process.stdout.write('\n');
    if (!first)
      throw new PlainError('Type the password, or pipe it in: echo … | npm run lake -- user password --email E.');
    return first;
  } finally {
    lines.close();
  }
}
