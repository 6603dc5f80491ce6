import { closeSync, openSync, readSync } from 'node:fs';
import { PlainError } from '../errors.ts';
import { datasetFileLimits } from './limits.ts';

const chunkBytes = 1024 * 1024;
const lineFeed = 0x0a;
const maxLineBytes = datasetFileLimits.line.value;

export type Line = { text: string; number: number };

/**
 * Reads the non-empty lines of a file in chunks, in memory bounded by the longest line. It is synchronous, so that it
 * can be used within a transaction.
 */
export function* readLines(path: string): Generator<Line> {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let rest: Buffer[] = [];
    let restBytes = 0;
    let number = 0;
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      let start = 0;
      // Splits bytes, not text: a UTF-8 character may span two chunks.
      for (let end = chunk.indexOf(lineFeed); end !== -1 && end < size; end = chunk.indexOf(lineFeed, start)) {
        const line = Buffer.concat([...rest, chunk.subarray(start, end)]);
        rest = [];
        restBytes = 0;
        start = end + 1;
        number += 1;
        yield* nonEmpty(line, number);
      }
      // Copies, since the buffer is reused.
      rest.push(Buffer.from(chunk.subarray(start, size)));
      restBytes += size - start;
      if (restBytes > maxLineBytes) throw tooLong(path, number + 1);
    }
    yield* nonEmpty(Buffer.concat(rest), number + 1);
  } finally {
    closeSync(file);
  }
}

function tooLong(path: string, number: number): PlainError {
  const maxMb = maxLineBytes / 1024 / 1024;
  return new PlainError(
    `${path}: line ${number} is longer than ${maxMb} MB, which no document is. Nothing was imported.`,
  );
}

function* nonEmpty(line: Buffer, number: number): Generator<Line> {
  const text = line.toString('utf8').trim();
  if (text !== '') yield { text, number };
}
