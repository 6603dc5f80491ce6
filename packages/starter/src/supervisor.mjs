import { setTimeout as pause } from 'node:timers/promises';
import { failureMessage } from './children.mjs';
import { untilHealthy } from './health.mjs';
import { openLog } from './log-file.mjs';
import { Problem } from './problem.mjs';

/** Exponential backoff before a restart: a machine that is out of memory needs a moment. */
const initialBackoffMs = 250;
/** The restart limit: after five exits within a minute, a restart does not help, and the reason is reported. */
const maxExits = 5;
const exitWindowMs = 60_000;

/**
 * @typedef {object} Server
 * @property {import('./children.mjs').Command} command
 * @property {number} port
 * @property {number} timeoutMs until its first healthy answer
 */

/**
 * @typedef {object} Supervisor
 * @property {import('./children.mjs').Children} children
 * @property {(line: string) => void} print
 * @property {(problem: unknown) => void} onGiveUp called at the restart limit
 */

/**
 * Starts a server, and restarts it when it exits, with exponential backoff and a restart limit. A server that exits
 * before its first healthy answer is not restarted: its cause, such as a port in use, is permanent.
 * @param {Server} server
 * @param {Supervisor} supervisor
 * @returns {Promise<void>} resolves at its first healthy answer
 */
export async function supervise(server, { children, print, onGiveUp }) {
  const { command } = server;
  const countExit = exitCounter();

  /** @param {import('./children.mjs').Child} child */
  async function restartOnExit(child) {
    const exit = await child.ended;
    if (children.isStopping()) return;
    const exits = countExit();
    if (exits >= maxExits)
      throw new Problem(failureMessage(child, `stopped (${exit}), ${exits} times within a minute`));
    const backoffMs = initialBackoffMs * 2 ** (exits - 1);
    report(`${command.name} stopped (${exit}). It is started again in ${backoffMs / 1000} s.`);
    await pause(backoffMs);
    if (children.isStopping()) return;
    const next = children.start(command);
    void reportHealth(next);
    await restartOnExit(next);
  }

  /** @param {import('./children.mjs').Child} child */
  async function reportHealth(child) {
    let hasEnded = false;
    child.ended.then(() => {
      hasEnded = true;
    });
    try {
      await untilHealthy({ child, ...server });
      report(`${command.name} is up again.`);
    } catch (error) {
      if (!hasEnded && error instanceof Problem) report(error.message);
    }
  }

  /** @param {string} line */
  function report(line) {
    print(line);
    if (command.log) appendToLog(command.log, line);
  }

  const child = children.start(command);
  await untilHealthy({ child, ...server });
  restartOnExit(child).catch(onGiveUp);
}

/** Returns a function that counts an exit, and returns how many there were within the window. */
function exitCounter() {
  /** @type {number[]} */
  let times = [];
  return () => {
    const now = performance.now();
    times = [...times.filter((time) => time > now - exitWindowMs), now];
    return times.length;
  };
}

/**
 * @param {string} path
 * @param {string} line
 */
function appendToLog(path, line) {
  const log = openLog(path);
  log.write(`— ${new Date().toISOString()} ${line}`);
  log.close();
}
