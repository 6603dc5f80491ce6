/** @jest-environment node */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createExpiredTags } from './expired-tags.ts';

let file: string;
let log: ReturnType<typeof jest.spyOn>;

beforeEach(() => {
  log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  file = join(mkdtempSync(join(tmpdir(), 'expired-tags-')), 'site', 'expired-tags.ndjson');
});

afterEach(() => {
  log.mockRestore();
});

test('a page read before a change is stale, one read after it is not', () => {
  const journal = createExpiredTags(file);
  const before = journal.position;
  journal.expire(['document:a']);
  expect(journal.haveExpired(['document:a', 'document:b'], before)).toBe(true);
  expect(journal.haveExpired(['document:b'], before)).toBe(false);
  expect(journal.haveExpired(['document:a'], journal.position)).toBe(false);
});

test('expired tags outlast a restart', () => {
  const before = createExpiredTags(file).position;
  createExpiredTags(file).expire(['document:a']);
  const next = createExpiredTags(file);
  expect(next.haveExpired(['document:a'], before)).toBe(true);
  expect(next.haveExpired(['document:a'], next.position)).toBe(false);
});

test('a clock that is set back makes no stale page fresh', () => {
  const journal = createExpiredTags(file);
  const position = journal.position;
  const realNow = Date.now;
  Date.now = () => 0;
  try {
    journal.expire(['document:a']);
  } finally {
    Date.now = realNow;
  }
  expect(journal.haveExpired(['document:a'], position)).toBe(true);
});

test('a journal of many changes to few documents is compacted, without losing a tag', () => {
  const journal = createExpiredTags(file);
  for (let time = 0; time < 50; time += 1) journal.expire([`document:${time % 3}`]);
  const next = createExpiredTags(file);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(4);
  expect(next.position).toBe(journal.position);
  for (const tag of ['document:0', 'document:1', 'document:2']) {
    expect(next.haveExpired([tag], journal.position - 4)).toBe(true);
    expect(next.haveExpired([tag], journal.position)).toBe(false);
  }
});

/** Writes a journal in which one tag expired; returns the position of a page that was read after that. */
function aJournal(): number {
  const journal = createExpiredTags(file);
  journal.expire(['document:a']);
  return journal.position;
}

describe('when the journal is lost or damaged, everything cached before is stale, and it goes on:', () => {
  test.each<[string, () => void]>([
    ['missing', () => rmSync(file)],
    ['empty', () => truncateSync(file, 0)],
    ['cut short, as by a crash', () => truncateSync(file, readFileSync(file).length - 5)],
    ['zeroed', () => writeFileSync(file, Buffer.alloc(readFileSync(file).length))],
    ['overwritten', () => writeFileSync(file, readFileSync(file).fill(0xa5, 10, 20))],
    ['another file', () => writeFileSync(file, 'not a journal\n{"position":"x"}\n')],
    [
      'a folder',
      () => {
        rmSync(file);
        mkdirSync(join(file, 'inside'), { recursive: true });
      },
    ],
  ])('%s', (_, damage) => {
    const position = aJournal();
    writeFileSync(join(file, '..', 'a-page'), '');
    damage();
    const after = createExpiredTags(file);
    expect(after.haveExpired(['document:b'], position)).toBe(true);
    const read = after.position;
    expect(after.haveExpired(['document:b'], read)).toBe(false);
    after.expire(['document:b']);
    const next = createExpiredTags(file);
    expect(next.haveExpired(['document:b'], read)).toBe(true);
    expect(next.haveExpired(['document:b'], next.position)).toBe(false);
    expect(next.haveExpired(['document:c'], position)).toBe(true);
    expect(log).toHaveBeenCalledTimes(1);
  });

  test('its last lines are missing, and a page has a later position', () => {
    const position = aJournal();
    const shorter = readFileSync(file);
    createExpiredTags(file).expire(['document:a']);
    writeFileSync(file, shorter);
    const after = createExpiredTags(file);
    expect(after.haveExpired(['document:b'], position + 1)).toBe(true);
    expect(after.haveExpired(['document:b'], position)).toBe(true);
    after.expire(['document:c']);
    expect(after.haveExpired(['document:b'], position + 1)).toBe(true);
  });
});

test.each<[string, () => void]>([
  ['removed', () => rmSync(file)],
  ['cut short', () => truncateSync(file, 10)],
])('a journal that is %s while the site runs is rewritten with the next change', (_, damage) => {
  const journal = createExpiredTags(file);
  const before = journal.position;
  journal.expire(['document:a']);
  damage();
  journal.expire(['document:b']);
  const next = createExpiredTags(file);
  expect(next.haveExpired(['document:a'], before)).toBe(true);
  expect(next.haveExpired(['document:c'], before)).toBe(false);
});

test('a journal without a start, from an earlier version, is still valid', () => {
  mkdirSync(join(file, '..'));
  writeFileSync(file, '{"position":7,"tags":["document:a"]}\n');
  const journal = createExpiredTags(file);
  expect([journal.position, journal.haveExpired(['document:a'], 6), journal.haveExpired(['document:b'], 6)]).toEqual([
    7,
    true,
    false,
  ]);
});

test('on a full disk a change counts all the same, and the journal stays valid', () => {
  aJournal();
  const script = `
    const { createExpiredTags } = await import(${JSON.stringify(join(import.meta.dirname, 'expired-tags.ts'))});
    const journal = createExpiredTags(${JSON.stringify(file)});
    const read = journal.position;
    let failure;
    try { journal.expire(Array.from({ length: 1000 }, (_, n) => 'document:' + n)); } catch (error) { failure = error.code; }
    console.log(failure, journal.haveExpired(['document:7'], read));`;
  // A file size limit fails like a full disk, in the middle of a line.
  const limited = ['-c', 'trap "" XFSZ; ulimit -f 4; exec "$0" "$@"', process.execPath, '--no-warnings'];
  const { stdout } = spawnSync('bash', [...limited, '--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stdout.trim()).toBe('EFBIG true');
  expect(readdirSync(join(file, '..'))).toEqual(['expired-tags.ndjson']);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
});
