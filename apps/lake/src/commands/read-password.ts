import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { PlainError } from '../errors.ts';

/** A line typed at the terminal, which does not show it, or piped in. */
export async function readPassword(prompt: string): Promise<string> {
  const isTyped = process.stdin.isTTY;
  if (isTyped) process.stdout.write(prompt);
  // With a terminal, what is typed would be echoed to `output`: to nowhere.
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
