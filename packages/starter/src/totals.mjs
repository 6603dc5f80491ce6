import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Outcome The result of one check.
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} failures a line for each failure
 */

/**
 * @typedef {object} Task One task in Turborepo's run summary.
 * @property {string} task such as "test"
 * @property {string} package
 * @property {string} directory relative to the root
 * @property {string} command
 * @property {{ exitCode: number | null } | null} [execution] missing for a task that never ran
 */

/** Tasks that run Jest, counted by test; any other task counts as one check. */
const countedByTest = ['test', 'e2e'];

/**
 * @param {Task} task
 * @param {string} root
 * @returns {Outcome}
 */
export function outcomeOf(task, root) {
  const name = `${task.package} ${task.task}`;
  const succeeded = task.execution?.exitCode === 0;
  if (!countedByTest.includes(task.task)) return succeeded ? pass(name) : fail(name, 'failed');

  const totals = readTotals(join(root, task.directory, 'test-results', `${task.task}.json`));
  if (!totals) return fail(name, 'left no totals, so that none of its tests count');
  const { passed, failed, skipped, failures } = totals;
  if (failed === 0 && !succeeded) return { name, passed, failed: 1, failures: ['failed though no test did'] };
  if (passed + failed + skipped === 0) return fail(name, 'has no tests');
  // A skipped test counts as a failure.
  if (skipped > 0) failures.push(`${skipped} skipped`);
  return { name, passed, failed: failed + skipped, failures };
}

/** @param {string} name @returns {Outcome} */
export function pass(name) {
  return { name, passed: 1, failed: 0, failures: [] };
}

/** @param {string} name @param {string} failure @returns {Outcome} */
export function fail(name, failure) {
  return { name, passed: 0, failed: 1, failures: [failure] };
}

/** @param {Outcome[]} outcomes */
export function sum(outcomes) {
  return {
    passed: outcomes.reduce((total, outcome) => total + outcome.passed, 0),
    failed: outcomes.reduce((total, outcome) => total + outcome.failed, 0),
  };
}

/**
 * @param {string} path
 * @returns {import('./jest-totals.cjs').Totals | undefined}
 */
function readTotals(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
