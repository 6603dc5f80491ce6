import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { run } from './fixtures/run.ts';
import { outcomeOf, sum } from './totals.mjs';

const root = mkdtempSync(join(tmpdir(), 'bodytext-totals-'));
const jestProgram = join(import.meta.dirname, '../../../node_modules/jest/bin/jest.js');
const reporter = join(import.meta.dirname, 'jest-totals.cjs');

jest.setTimeout(60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const passing = "test('one', () => {}); test('two', () => {});";
const failing = "test('good', () => {}); test('bad', () => { throw new Error('no'); });";
const crashing = "require('./nowhere.js'); test('never reached', () => {});";
const skipping = "test('kept', () => {}); test.skip('left out', () => {}); test.todo('some day');";

/** Runs Jest on generated test files, as a workspace's script does. */
async function outcomeOfSuites(workspace: string, suites: Record<string, string>, task = 'test') {
  write(`${workspace}/jest.config.json`, JSON.stringify({ reporters: [reporter], transform: {} }));
  for (const [name, text] of Object.entries(suites)) write(`${workspace}/${name}.test.js`, text);
  const folder = join(root, workspace);
  const { code } = await run(jestProgram, ['--rootDir', folder, '--config', join(folder, 'jest.config.json')], {
    npm_lifecycle_event: task,
  });
  return outcomeOf(
    { task, package: workspace, directory: workspace, command: 'jest', execution: { exitCode: code } },
    root,
  );
}

function write(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('the totals of a workspace', () => {
  test('count every test', async () => {
    expect(await outcomeOfSuites('good', { a: passing, b: passing })).toEqual({
      name: 'good test',
      passed: 4,
      failed: 0,
      failures: [],
    });
  });

  test('name each test that failed', async () => {
    expect(await outcomeOfSuites('mixed', { a: passing, b: failing })).toMatchObject({
      passed: 3,
      failed: 1,
      failures: ['b.test.js: bad'],
    });
  });

  test('count a suite that cannot run as a failure', async () => {
    expect(await outcomeOfSuites('crashed', { a: passing, b: crashing })).toMatchObject({
      passed: 2,
      failed: 1,
      failures: ['b.test.js: could not run'],
    });
  });

  test('count skipped tests and plans for tests as failures', async () => {
    expect(await outcomeOfSuites('skipped', { a: skipping })).toMatchObject({ passed: 1, failed: 2 });
  });

  test('count a workspace without tests as a failure', async () => {
    expect(await outcomeOfSuites('empty', {})).toMatchObject({ passed: 0, failed: 1 });
  });

  test('are kept apart for tests and journeys', async () => {
    await outcomeOfSuites('both', { a: passing }, 'e2e');
    expect(await outcomeOfSuites('both', { a: passing, b: failing }, 'test')).toMatchObject({ passed: 3, failed: 1 });
    const e2e = { task: 'e2e', package: 'both', directory: 'both', command: 'jest', execution: { exitCode: 0 } };
    expect(outcomeOf(e2e, root)).toMatchObject({ passed: 2, failed: 0 });
  });
});

describe('a task', () => {
  const task = { task: 'test', package: 'p', directory: 'p', command: 'jest' };

  test('that left no totals is a failure, however it ended', () => {
    expect(outcomeOf({ ...task, execution: { exitCode: 0 } }, root)).toMatchObject({ passed: 0, failed: 1 });
  });

  test('that failed though no test did is a failure, beside the tests that passed', () => {
    write('p/test-results/test.json', JSON.stringify({ passed: 5, failed: 0, skipped: 0, failures: [] }));
    expect(outcomeOf({ ...task, execution: { exitCode: 1 } }, root)).toMatchObject({ passed: 5, failed: 1 });
  });

  test('that runs no tests counts as one check', () => {
    const types = { ...task, task: 'types' };
    expect(outcomeOf({ ...types, execution: { exitCode: 0 } }, root)).toMatchObject({ passed: 1, failed: 0 });
    expect(outcomeOf({ ...types, execution: { exitCode: 2 } }, root)).toMatchObject({ passed: 0, failed: 1 });
  });

  test('that never ran is a failure', () => {
    expect(outcomeOf({ ...task, task: 'build', execution: null }, root)).toMatchObject({ passed: 0, failed: 1 });
  });
});

test('sums add up', () => {
  const outcome = { name: '', failures: [] };
  expect(
    sum([
      { ...outcome, passed: 2, failed: 1 },
      { ...outcome, passed: 3, failed: 0 },
    ]),
  ).toEqual({ passed: 5, failed: 1 });
});
