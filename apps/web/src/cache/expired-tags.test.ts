/** @jest-environment node */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ExpiredTags } from './expired-tags.ts';

let file: string;
let log: ReturnType<typeof jest.spyOn>;

beforeEach(() => {
  log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  file = join(mkdtempSync(join(tmpdir(), 'expired-tags-')), 'site', 'expired-tags.ndjson');
});

afterEach(() => {
  log.mockRestore();
});

test('a page read before a change is old, one read after it is not', () => {
  const changes = new ExpiredTags(file);
  const before = changes.position;
  changes.expire(['document:a']);
  expect(changes.haveExpired(['document:a', 'document:b'], before)).toBe(true);
  expect(changes.haveExpired(['document:b'], before)).toBe(false);
  expect(changes.haveExpired(['document:a'], changes.position)).toBe(false);
});

test('what expired is remembered by the next program', () => {
  const before = new ExpiredTags(file).position;
  new ExpiredTags(file).expire(['document:a']);
  const next = new ExpiredTags(file);
  expect(next.haveExpired(['document:a'], before)).toBe(true);
  expect(next.haveExpired(['document:a'], next.position)).toBe(false);
});

test('a clock that is set back brings no old page back', () => {
  const changes = new ExpiredTags(file);
  const position = changes.position;
  const realNow = Date.now;
  Date.now = () => 0;
  try {
    changes.expire(['document:a']);
  } finally {
    Date.now = realNow;
  }
  expect(changes.haveExpired(['document:a'], position)).toBe(true);
});

test('a journal of many changes to few documents is made short without forgetting any', () => {
  const changes = new ExpiredTags(file);
  for (let time = 0; time < 50; time += 1) changes.expire([`document:${time % 3}`]);
  const next = new ExpiredTags(file);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(4);
  expect(next.position).toBe(changes.position);
  for (const tag of ['document:0', 'document:1', 'document:2']) {
    expect(next.haveExpired([tag], changes.position - 4)).toBe(true);
    expect(next.haveExpired([tag], changes.position)).toBe(false);
  }
});

/** A journal in which one tag expired, and the position of a page that was read after that. */
function aJournal(): number {
  const changes = new ExpiredTags(file);
  changes.expire(['document:a']);
  return changes.position;
}

describe('a journal that was lost or damaged counts all that was kept before as old, and goes on:', () => {
  test.each<[string, () => void]>([
    ['gone', () => rmSync(file)],
    ['empty', () => truncateSync(file, 0)],
    ['cut short, as by a crash', () => truncateSync(file, readFileSync(file).length - 5)],
    ['zeroed', () => writeFileSync(file, Buffer.alloc(readFileSync(file).length))],
    ['overwritten', () => writeFileSync(file, readFileSync(file).fill(0xa5, 10, 20))],
    ['something else', () => writeFileSync(file, 'not a journal\n{"position":"x"}\n')],
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
    const after = new ExpiredTags(file);
    expect(after.haveExpired(['document:b'], position)).toBe(true);
    const read = after.position;
    expect(after.haveExpired(['document:b'], read)).toBe(false);
    after.expire(['document:b']);
    const next = new ExpiredTags(file);
    expect(next.haveExpired(['document:b'], read)).toBe(true);
    expect(next.haveExpired(['document:b'], next.position)).toBe(false);
    expect(next.haveExpired(['document:c'], position)).toBe(true);
    expect(log).toHaveBeenCalledTimes(1);
  });

  test('without its last lines, which shows by a page that is ahead of it', () => {
    const position = aJournal();
    const shorter = readFileSync(file);
    new ExpiredTags(file).expire(['document:a']);
    writeFileSync(file, shorter);
    const after = new ExpiredTags(file);
    expect(after.haveExpired(['document:b'], position + 1)).toBe(true);
    expect(after.haveExpired(['document:b'], position)).toBe(true);
    after.expire(['document:c']);
    expect(after.haveExpired(['document:b'], position + 1)).toBe(true);
  });
});

test.each<[string, () => void]>([
  ['removed', () => rmSync(file)],
  ['cut short', () => truncateSync(file, 10)],
])('a journal that is %s while the program runs is written again with the next change, whole', (_, damage) => {
  const changes = new ExpiredTags(file);
  const before = changes.position;
  changes.expire(['document:a']);
  damage();
  changes.expire(['document:b']);
  const next = new ExpiredTags(file);
  expect(next.haveExpired(['document:a'], before)).toBe(true);
  expect(next.haveExpired(['document:c'], before)).toBe(false);
});

test('a journal of an earlier version, without a beginning, goes on', () => {
  mkdirSync(join(file, '..'));
  writeFileSync(file, '{"position":7,"tags":["document:a"]}\n');
  const changes = new ExpiredTags(file);
  expect([changes.position, changes.haveExpired(['document:a'], 6), changes.haveExpired(['document:b'], 6)]).toEqual([
    7,
    true,
    false,
  ]);
});

test('on a full disk a change counts all the same, and leaves nothing that is no journal', () => {
  aJournal();
  const script = `
    const { ExpiredTags } = await import(${JSON.stringify(join(import.meta.dirname, 'expired-tags.ts'))});
    const changes = new ExpiredTags(${JSON.stringify(file)});
    const read = changes.position;
    let failure;
    try { changes.expire(Array.from({ length: 1000 }, (_, n) => 'document:' + n)); } catch (error) { failure = error.code; }
    console.log(failure, changes.haveExpired(['document:7'], read));`;
  // A limit of how large a file may become fails as a full disk does, in the middle of a line.
  const limited = ['-c', 'trap "" XFSZ; ulimit -f 4; exec "$0" "$@"', process.execPath, '--no-warnings'];
  const { stdout } = spawnSync('bash', [...limited, '--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stdout.trim()).toBe('EFBIG true');
  expect(readdirSync(join(file, '..'))).toEqual(['expired-tags.ndjson']);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
});
