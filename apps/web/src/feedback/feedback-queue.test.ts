/** @jest-environment node */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { limits } from '../limits.ts';
import { createFeedbackQueue } from './feedback-queue.ts';

let file: string;
let log: ReturnType<typeof jest.spyOn>;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'feedback-queue-')), 'site', 'feedback.sqlite');
  log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => log.mockRestore());

const report = (text: string) => ({ kind: 'report' as const, address: '/a', revision: undefined, text });
const filler = 'Something is wrong here. '.repeat(40);

/** Overwrites everything except the first page, which has the schema. */
function overwrite(value: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(value, 4096));
}

test.each<[string, () => void]>([
  ['cut in half', () => truncateSync(file, readFileSync(file).length / 2)],
  ['zeroed', () => writeFileSync(file, Buffer.alloc(readFileSync(file).length))],
  ['zeroed behind its first page', () => overwrite(0)],
  ['overwritten behind its first page', () => overwrite(0xa5)],
  ['text', () => writeFileSync(file, 'This is no database. '.repeat(500))],
  ['a folder', () => [rmSync(file), mkdirSync(file)]],
])('a file that is %s is renamed and logged, and later feedback is queued in a new one', (_, damage) => {
  const first = createFeedbackQueue(file);
  for (let n = 0; n < 30; n += 1) first.enqueue(report(filler));
  first.close();
  damage();
  const damaged = statSync(file).isFile() ? readFileSync(file).toString('base64') : undefined;
  const queue = createFeedbackQueue(file);
  queue.enqueue(report('After that'));
  queue.enqueue({ kind: 'vote', address: '/a', useful: true });
  expect(queue.peek()).toMatchObject({ kind: 'report', report: { text: 'After that' } });
  queue.close();
  const [aside = ''] = readdirSync(dirname(file)).filter((name) => /^feedback\.sqlite\.damaged-[\dTZ-]+$/.test(name));
  const path = join(dirname(file), aside);
  expect(statSync(path).isFile() ? readFileSync(path).toString('base64') : undefined).toBe(damaged);
  expect(log).toHaveBeenCalledWith(expect.stringContaining(`put aside as ${path}`));
  const next = createFeedbackQueue(file);
  expect(next.peek()).toMatchObject({ kind: 'report', report: { text: 'After that' } });
  next.close();
});

test('a report that finds the file damaged is queued in the new one', () => {
  const queue = createFeedbackQueue(file);
  for (let n = 0; n < 30; n += 1) queue.enqueue(report(filler));
  const other = new DatabaseSync(file);
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  overwrite(0xa5);
  // A write by another connection invalidates the page cache.
  other.exec('PRAGMA user_version = 7');
  other.close();
  queue.enqueue(report('After that'));
  expect(queue.peek()).toMatchObject({ kind: 'report', report: { text: 'After that' } });
  queue.close();
});

test('the number of queued reports is bounded', () => {
  const queue = createFeedbackQueue(file);
  queue.enqueue(report('Wrong.'));
  const beside = new DatabaseSync(file);
  beside.exec(`
    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ${limits.queuedReports.value})
    INSERT INTO reports (id, address, text, day) SELECT i, '/neck', 'Wrong.', '2026-01-01' FROM n`);
  expect(() => queue.enqueue(report('Wrong.'))).toThrow('wait for the lake');
  const next = queue.peek();
  if (next === undefined) throw new Error('Nothing waits.');
  queue.acknowledge(next);
  expect(() => queue.enqueue(report('Wrong.'))).not.toThrow();
  beside.close();
  queue.close();
});
