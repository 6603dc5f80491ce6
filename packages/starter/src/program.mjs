import { constants } from 'node:os';
import { createChildren } from './children.mjs';
import { Problem } from './problem.mjs';
import { parentOf } from './process-family.mjs';
import { createReport } from './report.mjs';

/**
 * @typedef {object} Tools
 * @property {import('./report.mjs').Report} report
 * @property {import('./children.mjs').Children} children
 * @property {() => void} settle says that from now on being stopped is the ordinary end, and no failure
 */

/**
 * Runs a recipe as this process's program: a signal ends everything it started, and a problem is told in a sentence.
 * @param {(tools: Tools) => Promise<number>} recipe gives the exit code
 */
export async function runProgram(recipe) {
  const report = createReport(process.stdout, process.stderr);
  const children = createChildren();
  let settled = false;
  // A closed terminal or pipe makes every print fail, which must not keep us from ending the rest.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});

  /** @param {NodeJS.Signals} signal */
  const stopFor = async (signal) => {
    if (children.isStopping()) return;
    report.line(`\n  ${report.faint('Stopping …')}`);
    report.hush();
    await children.stop();
    process.exit(settled ? 0 : 128 + constants.signals[signal]);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stopFor);
  stopWithParent(() => stopFor('SIGHUP'));

  // A recipe goes on for a moment after it was told to stop, and may find all up that is about to end.
  const settle = () => {
    settled = !children.isStopping();
  };
  const code = await recipe({ report, children, settle }).catch((error) => {
    report.trouble(error instanceof Problem ? error.message : error.stack);
    return 1;
  });
  if (children.isStopping()) return;
  await children.stop();
  process.exit(code);
}

/**
 * npm passes SIGINT and SIGTERM on, but dies of SIGHUP alone; and between npm and us there may be a shell that
 * passes on nothing and outlives npm.
 * @param {() => void} stop
 */
function stopWithParent(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const atFirst = ancestors();
  setInterval(() => {
    if (ancestors() !== atFirst) stop();
  }, 500).unref();
}
