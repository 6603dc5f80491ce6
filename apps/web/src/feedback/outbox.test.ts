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
import { Outbox } from './outbox.ts';

let file: string;
let log: ReturnType<typeof jest.spyOn>;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'outbox-')), 'site', 'feedback.sqlite');
  log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => log.mockRestore());

const report = (text: string) => ({ kind: 'report' as const, address: '/a', revision: undefined, text });
const filler = 'Something is wrong here. '.repeat(40);

/** The end of a database is where rows are; its beginning says where. */
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
])('an outbox that is %s is put aside and said, and what readers send from then on is kept', (_, damage) => {
  const first = new Outbox(file);
  for (let n = 0; n < 30; n += 1) first.put(report(filler));
  first.close();
  damage();
  const damaged = statSync(file).isFile() ? readFileSync(file).toString('base64') : undefined;
  const outbox = new Outbox(file);
  outbox.put(report('After that'));
  outbox.put({ kind: 'vote', address: '/a', useful: true });
  expect(outbox.next()).toMatchObject({ kind: 'report', report: { text: 'After that' } });
  outbox.close();
  const [aside = ''] = readdirSync(dirname(file)).filter((name) => /^feedback\.sqlite\.damaged-[\dTZ-]+$/.test(name));
  const path = join(dirname(file), aside);
  expect(statSync(path).isFile() ? readFileSync(path).toString('base64') : undefined).toBe(damaged);
  expect(log).toHaveBeenCalledWith(expect.stringContaining(`put aside as ${path}`));
  const next = new Outbox(file);
  expect(next.next()).toMatchObject({ kind: 'report', report: { text: 'After that' } });
  next.close();
});

test('damage that shows while forms are sent loses none of them', () => {
  const outbox = new Outbox(file);
  for (let n = 0; n < 30; n += 1) outbox.put(report(filler));
  const other = new DatabaseSync(file);
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  overwrite(0xa5);
  // A write of somebody else's, so that what is remembered of the pages is forgotten.
  other.exec('PRAGMA user_version = 7');
  other.close();
  outbox.put(report('After that'));
  expect(outbox.next()).toMatchObject({ kind: 'report', report: { text: 'After that' } });
  outbox.close();
});

test('of reports, no more wait than there is room for, whatever is sent', () => {
  const outbox = new Outbox(file);
  outbox.put(report('Wrong.'));
  const beside = new DatabaseSync(file);
  beside.exec(`
    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ${limits.reportsWaiting.value})
    INSERT INTO reports (id, address, text, day) SELECT i, '/neck', 'Wrong.', '2026-01-01' FROM n`);
  expect(() => outbox.put(report('Wrong.'))).toThrow('wait for the lake');
  const next = outbox.next();
  if (next === undefined) throw new Error('Nothing waits.');
  outbox.sent(next);
  expect(() => outbox.put(report('Wrong.'))).not.toThrow();
  beside.close();
  outbox.close();
});
