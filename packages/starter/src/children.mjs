import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { openLog } from './log-file.mjs';
import { Problem, reasonOf } from './problem.mjs';
import { familyOf } from './process-family.mjs';

/** Together less than five seconds, after which people reach for harder means. */
const graceMs = 3500;
const lastMs = 1000;
const tailLines = 40;

/**
 * @typedef {object} Command
 * @property {string} name as people know it
 * @property {string} program
 * @property {string[]} args
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [log] the file that keeps all it says
 * @property {boolean} [followsParent] whether it preloads `follow-parent.mjs`
 * @property {(line: string) => void} [onOutput]
 * @property {(line: string) => void} [onError]
 */

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {string} [log]
 * @property {Promise<string>} ended how it ended, such as "exit code 1"; never rejects
 * @property {() => string[]} lastLines
 */

/** @typedef {ReturnType<typeof createChildren>} Children */

/** Starts processes and ends them all, with everything they started. */
export function createChildren() {
  /** @type {Set<ReturnType<typeof familyOf>>} */
  const families = new Set();
  /** @type {Promise<void> | undefined} */
  let stopping;

  /**
   * Starts a process that may run for long.
   * @param {Command} command
   * @returns {Child}
   */
  function start(command) {
    if (stopping) throw new Problem(`${command.name} was not started, because everything is being stopped.`);
    const { process: child, ended, lastLines } = launch(command);
    if (child.pid) {
      const family = familyOf(child.pid);
      families.add(family);
      // One that ended by itself may have left others behind, so that it stays on the list until they are gone.
      void ended.then(() => family.isGone() && families.delete(family));
    }
    return { name: command.name, log: command.log, ended, lastLines };
  }

  /**
   * Runs a process to its end.
   * @param {Command} command
   * @returns {Promise<boolean>} whether it succeeded
   */
  async function succeeds(command) {
    return (await start(command).ended) === 'exit code 0';
  }

  /**
   * Runs a process that has to succeed.
   * @param {Command} command
   */
  async function run(command) {
    const child = start(command);
    const end = await child.ended;
    if (end !== 'exit code 0') throw new Problem(lastWords(child, `stopped (${end})`));
  }

  /** Ends every process: asks, waits, and kills what is left. */
  function stop() {
    stopping ??= Promise.all([...families].map(end)).then(() => undefined);
    return stopping;
  }

  return { start, run, succeeds, stop, isStopping: () => stopping !== undefined };
}

/**
 * What there is to say about a child that did not do as it should, with the last lines it printed.
 * @param {Child} child
 * @param {string} fact such as "stopped (exit code 1)"
 */
export function lastWords(child, fact) {
  const lines = child.lastLines().map((line) => `  ${line}`);
  const where = child.log ? `\nAll it said is in ${child.log}.` : '';
  if (lines.length === 0) return `${child.name} ${fact} without a word.${where}`;
  return `${child.name} ${fact}. Its last lines:\n${lines.join('\n')}${where}`;
}

/** @param {Command} command */
function launch({ program, args, cwd, env, log, followsParent, onOutput, onError }) {
  const child = spawn(program, args, {
    cwd,
    env: followsParent ? { ...env, BODYTEXT_STARTER: String(process.pid) } : env,
    // A session of its own: Ctrl-C reaches the starter only, which then ends everything in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(followsParent ? /** @type {const} */ (['ipc']) : [])],
  });
  const file = log ? openLog(log) : undefined;
  file?.write(`— ${new Date().toISOString()} ${[program, ...args].join(' ')}`);
  /** @type {string[]} */
  const tail = [];
  /** @param {import('node:stream').Readable | null} stream @param {((line: string) => void) | undefined} tell */
  const follow = (stream, tell) => {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      file?.write(line);
      tail.push(line);
      if (tail.length > tailLines) tail.shift();
      tell?.(line);
    });
  };
  follow(child.stdout, onOutput);
  follow(child.stderr, onError);

  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${reasonOf(error)}`));
    child.once('exit', async (code, signal) => {
      // Its last words may still be in the pipe; one that it left behind may hold the pipe open for ever.
      await Promise.race([new Promise((closed) => child.once('close', closed)), pause(300)]);
      resolve(signal ? `killed by ${signal}` : `exit code ${code}`);
    });
  });
  void ended.then(() => file?.close());
  return { process: child, ended, lastLines: () => [...tail] };
}

/** @param {ReturnType<typeof familyOf>} family */
async function end(family) {
  family.ask('SIGTERM');
  if (await isGoneWithin(family, graceMs)) return;
  family.kill();
  await isGoneWithin(family, lastMs);
}

/**
 * @param {ReturnType<typeof familyOf>} family
 * @param {number} milliseconds
 */
async function isGoneWithin(family, milliseconds) {
  const deadline = Date.now() + milliseconds;
  while (!family.isGone()) {
    if (Date.now() > deadline) return false;
    await pause(30);
  }
  return true;
}
