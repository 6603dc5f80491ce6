import { constants } from 'node:os';
import { createChildren } from './children.mjs';
import { Problem } from './problem.mjs';
import { parentOf } from './process-tree.mjs';
import { createReport } from './report.mjs';

/**
 * @typedef {object} Tools
 * @property {import('./report.mjs').Report} report
 * @property {import('./children.mjs').Children} children
 * @property {() => void} markReady after it, a signal ends the program with exit code 0
 */

/**
 * Runs the program of this process: a signal stops its children, and a `Problem` is printed as a sentence.
 * @param {(tools: Tools) => Promise<number>} main returns the exit code
 */
export async function runProgram(main) {
  const report = createReport(process.stdout, process.stderr);
  const children = createChildren();
  let isReady = false;
  // Writing to a closed terminal or pipe fails, which must not interrupt the shutdown.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});

  /** @param {NodeJS.Signals} signal */
  const stopFor = async (signal) => {
    if (children.isStopping()) return;
    report.line(`\n  ${report.faint('Stopping …')}`);
    report.mute();
    await children.stop();
    process.exit(isReady ? 0 : 128 + constants.signals[signal]);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stopFor);
  stopWithParent(() => stopFor('SIGHUP'));

  // `main` runs on for a moment after a signal, and must not report success then.
  const markReady = () => {
    isReady = !children.isStopping();
  };
  const code = await main({ report, children, markReady }).catch((error) => {
    report.error(error instanceof Problem ? error.message : error.stack);
    return 1;
  });
  if (children.isStopping()) return;
  await children.stop();
  process.exit(code);
}

/**
 * npm forwards SIGINT and SIGTERM, but not SIGHUP, and a shell between npm and this process forwards no signal and
 * outlives npm. So this polls whether the parent or the grandparent has changed.
 * @param {() => void} stop
 */
function stopWithParent(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const initial = ancestors();
  setInterval(() => {
    if (ancestors() !== initial) stop();
  }, 500).unref();
}
