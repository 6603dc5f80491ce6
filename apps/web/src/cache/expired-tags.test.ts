/** @jest-environment node */
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { ExpiredTags } from './expired-tags.ts';

let file: string;

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'expired-tags-')), 'site', 'expired-tags.ndjson');
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

test('a line that a crash cut short spoils neither what is before it nor what comes after it', () => {
  new ExpiredTags(file).expire(['document:a']);
  appendFileSync(file, '{"position":2,"ta');
  const afterCrash = new ExpiredTags(file);
  afterCrash.expire(['document:b']);
  const next = new ExpiredTags(file);
  expect(next.haveExpired(['document:a'], 0)).toBe(true);
  expect(next.haveExpired(['document:b'], 1)).toBe(true);
});

test('a journal of many changes to few documents is made short without forgetting any', () => {
  const changes = new ExpiredTags(file);
  for (let time = 0; time < 50; time += 1) changes.expire([`document:${time % 3}`]);
  const next = new ExpiredTags(file);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(3);
  expect(next.position).toBe(changes.position);
  for (const tag of ['document:0', 'document:1', 'document:2']) {
    expect(next.haveExpired([tag], changes.position - 4)).toBe(true);
    expect(next.haveExpired([tag], changes.position)).toBe(false);
  }
});

test('a journal that is not one is read as empty', () => {
  new ExpiredTags(file).expire(['document:a']);
  writeFileSync(file, 'not a journal\n{"position":"x"}\n');
  expect(new ExpiredTags(file).position).toBe(0);
});
