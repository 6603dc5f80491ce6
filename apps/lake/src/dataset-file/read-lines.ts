import { closeSync, openSync, readSync } from 'node:fs';
import { PlainError } from '../errors.ts';
import { datasetFileLimits } from './limits.ts';

const chunkBytes = 1024 * 1024;
const lineFeed = 0x0a;
const longestLine = datasetFileLimits.line.value;

export type Line = { text: string; number: number };

/**
 * The lines of a file that are not empty, one after the other: a file of gigabytes takes no more memory than its
 * longest line. It does not wait, so that it can be read within a transaction.
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
      // Split by bytes: a character that two chunks share is put together before it is decoded.
      for (let end = chunk.indexOf(lineFeed); end !== -1 && end < size; end = chunk.indexOf(lineFeed, start)) {
        const line = Buffer.concat([...rest, chunk.subarray(start, end)]);
        rest = [];
        restBytes = 0;
        start = end + 1;
        number += 1;
        yield* nonEmpty(line, number);
      }
      // A copy: the chunk is read into again.
      rest.push(Buffer.from(chunk.subarray(start, size)));
      restBytes += size - start;
      if (restBytes > longestLine) throw tooLong(path, number + 1);
    }
    yield* nonEmpty(Buffer.concat(rest), number + 1);
  } finally {
    closeSync(file);
  }
}

function tooLong(path: string, number: number): PlainError {
  const most = longestLine / 1024 / 1024;
  return new PlainError(
    `${path}: line ${number} is longer than ${most} MB, which no document is. Nothing was imported.`,
  );
}

function* nonEmpty(line: Buffer, number: number): Generator<Line> {
  const text = line.toString('utf8').trim();
  if (text !== '') yield { text, number };
}
