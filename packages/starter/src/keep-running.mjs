import { setTimeout as pause } from 'node:timers/promises';
import { lastWords } from './children.mjs';
import { untilHealthy } from './health.mjs';
import { openLog } from './log-file.mjs';
import { Problem } from './problem.mjs';

/** The first wait; each further death within a minute doubles it: a machine short of memory needs a moment. */
const firstWaitMs = 250;
const minuteMs = 60_000;
/** After so many within a minute, it is not chance: whoever reads the reason can put it right. */
const mostDeaths = 5;

/**
 * @typedef {object} Server
 * @property {import('./children.mjs').Command} command
 * @property {number} port
 * @property {number} patienceMs how long it may take until it answers
 */

/**
 * @typedef {object} Keeper
 * @property {import('./children.mjs').Children} children
 * @property {(line: string) => void} say
 * @property {(problem: unknown) => void} giveUp
 */

/**
 * Starts a server and keeps it running: when it dies it is started again, while the others go on. One that dies before
 * it has ever answered is not: what is wrong then, such as a taken port, will not pass by itself.
 * @param {Server} server
 * @param {Keeper} keeper
 * @returns {Promise<void>} resolves when it first answers
 */
export async function keepRunning(server, { children, say, giveUp }) {
  const { command } = server;
  const lastMinute = deathsOfAMinute();

  /** @param {import('./children.mjs').Child} child */
  async function reviveWhenDead(child) {
    const end = await child.ended;
    if (children.isStopping()) return;
    const deaths = lastMinute();
    if (deaths >= mostDeaths) throw new Problem(lastWords(child, `stopped (${end}), ${deaths} times within a minute`));
    const waitMs = firstWaitMs * 2 ** (deaths - 1);
    tell(`${command.name} stopped (${end}). It is started again in ${waitMs / 1000} s.`);
    await pause(waitMs);
    if (children.isStopping()) return;
    const next = children.start(command);
    void announce(next);
    await reviveWhenDead(next);
  }

  /** @param {import('./children.mjs').Child} child */
  async function announce(child) {
    let hasEnded = false;
    child.ended.then(() => {
      hasEnded = true;
    });
    try {
      await untilHealthy({ child, ...server });
      tell(`${command.name} is up again.`);
    } catch (error) {
      if (!hasEnded && error instanceof Problem) tell(error.message);
    }
  }

  /** @param {string} line */
  function tell(line) {
    say(line);
    if (command.log) note(command.log, line);
  }

  const child = children.start(command);
  await untilHealthy({ child, ...server });
  reviveWhenDead(child).catch(giveUp);
}

/** Counts deaths: each call is one, and gives how many there were within the last minute. */
function deathsOfAMinute() {
  /** @type {number[]} */
  let times = [];
  return () => {
    const now = performance.now();
    times = [...times.filter((time) => time > now - minuteMs), now];
    return times.length;
  };
}

/**
 * @param {string} path
 * @param {string} line
 */
function note(path, line) {
  const log = openLog(path);
  log.write(`— ${new Date().toISOString()} ${line}`);
  log.close();
}
