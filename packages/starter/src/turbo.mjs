import { delimiter, join } from 'node:path';
import { pinnedNode } from './pinned-node.mjs';
import { root } from './settings.mjs';

/** Nothing calls home: not Turborepo, not Next.js. */
const quiet = { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', NEXT_TELEMETRY_DISABLED: '1' };

/**
 * The command that runs tasks of all workspaces, those that changed; the rest come from the cache.
 * @param {string[]} args
 */
export function turbo(args) {
  const bin = join(root, 'node_modules', '.bin');
  return {
    program: pinnedNode,
    args: [join(root, 'node_modules', 'turbo', 'bin', 'turbo'), 'run', ...args],
    cwd: root,
    env: { ...process.env, ...quiet, PATH: [bin, process.env.PATH].join(delimiter) },
  };
}

/**
 * Runs the tasks named on the command line, and shows what they say.
 * @param {import('./program.mjs').Tools} tools
 */
export async function runTasks({ report, children }) {
  const name = process.argv.slice(2).join(' ');
  const command = { name, ...turbo(process.argv.slice(2)), onOutput: report.line, onError: report.trouble };
  return (await children.succeeds(command)) ? 0 : 1;
}
