import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './config.mjs';
import { fail, outcomeOf, pass } from './totals.mjs';
import { turbo } from './turbo.mjs';

/** @typedef {{ outcomes: import('./totals.mjs').Outcome[], output: string[] }} Result */

/**
 * @param {import('./children.mjs').Children} children
 * @returns {Promise<Result>}
 */
export async function lint(children) {
  const programs = [
    { name: 'lint', file: 'biome', args: ['ci', '--error-on-warnings', '--colors=off'] },
    // Unused files, exports and dependencies, and undeclared dependencies.
    { name: 'unused code', file: 'knip', args: ['--no-progress'] },
  ];
  const results = await Promise.all(
    programs.map(async ({ name, file, args }) => {
      const program = join(root, 'node_modules', '.bin', file);
      const { succeeded, output } = await capture(children, { name, program, args, cwd: root, env: process.env });
      return { outcome: succeeded ? pass(name) : fail(name, 'failed'), output: succeeded ? [] : output };
    }),
  );
  return { outcomes: results.map(({ outcome }) => outcome), output: results.flatMap(({ output }) => output) };
}

/**
 * Runs tasks of all workspaces, also after a failure. Two at a time: each task has its own worker processes.
 * @param {string[]} tasks
 * @param {import('./children.mjs').Children} children
 * @returns {Promise<Result>}
 */
export async function workspaceTasks(tasks, children) {
  const options = ['--continue', '--summarize', '--output-logs=errors-only', '--concurrency=2'];
  const { output } = await capture(children, { name: tasks.join(' and '), ...turbo([...tasks, ...options]) });
  const ran = readSummary(output).filter((task) => tasks.includes(task.task) && task.command !== '<NONEXISTENT>');
  const outcomes = ran.map((task) => outcomeOf(task, root));
  for (const task of tasks) {
    if (!ran.some((one) => one.task === task)) outcomes.push(fail(task, 'did not run in any workspace'));
  }
  return { outcomes, output: outcomes.some(({ failed }) => failed > 0) ? output : [] };
}

/**
 * @param {import('./children.mjs').Children} children
 * @param {import('./children.mjs').Command} command
 */
async function capture(children, command) {
  /** @type {string[]} */
  const output = [];
  const onLine = (/** @type {string} */ line) => output.push(line);
  const succeeded = await children.succeeds({ ...command, onOutput: onLine, onError: onLine });
  return { succeeded, output };
}

/**
 * Reads the summary file that Turborepo prints the path of: it has every task's exit code, cached or not.
 * @param {string[]} output
 * @returns {import('./totals.mjs').Task[]}
 */
function readSummary(output) {
  const path = output.map((line) => line.match(/Summary:\s+(\S.*\.json)/)?.[1]).find(Boolean);
  return path ? JSON.parse(readFileSync(path, 'utf8')).tasks : [];
}
