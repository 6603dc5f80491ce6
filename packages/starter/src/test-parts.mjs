import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './settings.mjs';
import { fail, outcomeOf, pass } from './totals.mjs';
import { turbo } from './turbo.mjs';

/** @typedef {{ outcomes: import('./totals.mjs').Outcome[], said: string[] }} Result */

/**
 * @param {import('./children.mjs').Children} children
 * @returns {Promise<Result>}
 */
export async function lint(children) {
  const programs = [
    { name: 'lint', file: 'biome', args: ['ci', '--error-on-warnings', '--colors=off'] },
    // Files, exports and dependencies that nothing uses, and dependencies that are used without being declared.
    { name: 'unused code', file: 'knip', args: ['--no-progress'] },
  ];
  const results = await Promise.all(
    programs.map(async ({ name, file, args }) => {
      const program = join(root, 'node_modules', '.bin', file);
      const ran = await listenTo(children, { name, program, args, cwd: root, env: process.env });
      return { outcome: ran.succeeded ? pass(name) : fail(name, 'failed'), said: ran.succeeded ? [] : ran.said };
    }),
  );
  return { outcomes: results.map(({ outcome }) => outcome), said: results.flatMap(({ said }) => said) };
}

/**
 * Runs tasks of all workspaces, the later ones too when one failed. Two at a time: each brings workers of its own.
 * @param {string[]} tasks
 * @param {import('./children.mjs').Children} children
 * @returns {Promise<Result>}
 */
export async function workspaceTasks(tasks, children) {
  const options = ['--continue', '--summarize', '--output-logs=errors-only', '--concurrency=2'];
  const { said } = await listenTo(children, { name: tasks.join(' and '), ...turbo([...tasks, ...options]) });
  const ran = readSummary(said).filter((task) => tasks.includes(task.task) && task.command !== '<NONEXISTENT>');
  const outcomes = ran.map((task) => outcomeOf(task, root));
  for (const task of tasks) {
    if (!ran.some((one) => one.task === task)) outcomes.push(fail(task, 'did not run in any workspace'));
  }
  return { outcomes, said: outcomes.some(({ failed }) => failed > 0) ? said : [] };
}

/**
 * @param {import('./children.mjs').Children} children
 * @param {import('./children.mjs').Command} command
 */
async function listenTo(children, command) {
  /** @type {string[]} */
  const said = [];
  const listen = (/** @type {string} */ line) => said.push(line);
  const succeeded = await children.succeeds({ ...command, onOutput: listen, onError: listen });
  return { succeeded, said };
}

/**
 * Turborepo says where it put the summary of a run, which has every task's exit code, cached or not.
 * @param {string[]} said
 * @returns {import('./totals.mjs').Task[]}
 */
function readSummary(said) {
  const path = said.map((line) => line.match(/Summary:\s+(\S.*\.json)/)?.[1]).find(Boolean);
  return path ? JSON.parse(readFileSync(path, 'utf8')).tasks : [];
}
