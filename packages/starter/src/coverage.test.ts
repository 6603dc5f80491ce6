import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { statementCoverage } from './coverage.mjs';

const root = mkdtempSync(join(tmpdir(), 'coverage-'));
afterAll(() => rmSync(root, { recursive: true }));

function workspace(name: string, coverage: Record<string, Record<string, number>>): string {
  const folder = join(root, name);
  const files = Object.entries(coverage).map(([path, s]) => [path, { statementMap: {}, s }]);
  mkdirSync(join(folder, 'test-results', 'coverage'), { recursive: true });
  writeFileSync(join(folder, 'test-results/coverage/coverage-final.json'), JSON.stringify(Object.fromEntries(files)));
  return folder;
}

test('a statement is covered that the tests of any workspace ran, and counts once', () => {
  const one = workspace('one', { 'a.ts': { 0: 1, 1: 0 }, 'b.ts': { 0: 0, 1: 0 } });
  const other = workspace('other', { 'a.ts': { 0: 0, 1: 7 } });
  expect(statementCoverage([one, other])).toBe(50);
});

test('without any counts there is no figure', () => {
  expect(statementCoverage([join(root, 'none')])).toBeUndefined();
});
