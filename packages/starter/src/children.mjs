import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { openLog } from './log-file.mjs';
import { Problem, reasonOf } from './problem.mjs';
import { processTreeOf } from './process-tree.mjs';

/** The timeouts after SIGTERM and after SIGKILL: together less than five seconds, as users kill a slower program. */
const termTimeoutMs = 3500;
const killTimeoutMs = 1000;
const tailLines = 40;

/**
 * @typedef {object} Command
 * @property {string} name for messages
 * @property {string} program
 * @property {string[]} args
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [log] the log file for its output
 * @property {boolean} [followsParent] whether it preloads `follow-parent.mjs`
 * @property {(line: string) => void} [onOutput]
 * @property {(line: string) => void} [onError]
 */

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {string} [log]
 * @property {Promise<string>} ended its exit, such as "exit code 1"; never rejects
 * @property {() => string[]} lastLines
 */

/** @typedef {ReturnType<typeof createChildren>} Children */

/** Starts child processes, and ends them all with their descendants. */
export function createChildren() {
  /** @type {Set<ReturnType<typeof processTreeOf>>} */
  const trees = new Set();
  /** @type {Promise<void> | undefined} */
  let stopping;

  /**
   * Starts a process.
   * @param {Command} command
   * @returns {Child}
   */
  function start(command) {
    if (stopping) throw new Problem(`${command.name} was not started, because everything is being stopped.`);
    const { process: child, ended, lastLines } = launch(command);
    if (child.pid) {
      const tree = processTreeOf(child.pid);
      trees.add(tree);
      // Descendants may outlive the child: its tree stays in the set until they are gone.
      void ended.then(() => tree.isGone() && trees.delete(tree));
    }
    return { name: command.name, log: command.log, ended, lastLines };
  }

  /**
   * Runs a process to its exit.
   * @param {Command} command
   * @returns {Promise<boolean>} whether it succeeded
   */
  async function succeeds(command) {
    return (await start(command).ended) === 'exit code 0';
  }

  /**
   * Runs a process, and throws if it fails.
   * @param {Command} command
   */
  async function run(command) {
    const child = start(command);
    const end = await child.ended;
    if (end !== 'exit code 0') throw new Problem(failureMessage(child, `stopped (${end})`));
  }

  /** Stops all process trees: SIGTERM, then SIGKILL after a timeout. */
  function stop() {
    stopping ??= Promise.all([...trees].map(end)).then(() => undefined);
    return stopping;
  }

  return { start, run, succeeds, stop, isStopping: () => stopping !== undefined };
}

/**
 * An error message about a child, with the last lines of its output.
 * @param {Child} child
 * @param {string} fact such as "stopped (exit code 1)"
 */
export function failureMessage(child, fact) {
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
    // A new session: Ctrl-C reaches only the starter, which then stops its children in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(followsParent ? /** @type {const} */ (['ipc']) : [])],
  });
  const file = log ? openLog(log) : undefined;
  file?.write(`— ${new Date().toISOString()} ${[program, ...args].join(' ')}`);
  /** @type {string[]} */
  const tail = [];
  /** @param {import('node:stream').Readable | null} stream @param {((line: string) => void) | undefined} onLine */
  const follow = (stream, onLine) => {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      file?.write(line);
      tail.push(line);
      if (tail.length > tailLines) tail.shift();
      onLine?.(line);
    });
  };
  follow(child.stdout, onOutput);
  follow(child.stderr, onError);

  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${reasonOf(error)}`));
    child.once('exit', async (code, signal) => {
      // Its last output may still be in the pipe, but a descendant may hold the pipe open forever.
      await Promise.race([new Promise((closed) => child.once('close', closed)), pause(300)]);
      resolve(signal ? `killed by ${signal}` : `exit code ${code}`);
    });
  });
  void ended.then(() => file?.close());
  return { process: child, ended, lastLines: () => [...tail] };
}

/** @param {ReturnType<typeof processTreeOf>} tree */
async function end(tree) {
  tree.terminate();
  if (await isGoneWithin(tree, termTimeoutMs)) return;
  tree.kill();
  await isGoneWithin(tree, killTimeoutMs);
}

/**
 * @param {ReturnType<typeof processTreeOf>} tree
 * @param {number} milliseconds
 */
async function isGoneWithin(tree, milliseconds) {
  const deadline = Date.now() + milliseconds;
  while (!tree.isGone()) {
    if (Date.now() > deadline) return false;
    await pause(30);
  }
  return true;
}
