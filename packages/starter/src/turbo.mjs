import { delimiter, join } from 'node:path';
import { root } from './config.mjs';
import { pinnedNode } from './pinned-node.mjs';

/** Disables the telemetry of Turborepo and Next.js. */
const noTelemetry = { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', NEXT_TELEMETRY_DISABLED: '1' };

/**
 * The command that runs tasks of all workspaces; unchanged ones come from Turborepo's cache.
 * @param {string[]} args
 */
export function turbo(args) {
  const bin = join(root, 'node_modules', '.bin');
  return {
    program: pinnedNode,
    args: [join(root, 'node_modules', 'turbo', 'bin', 'turbo'), 'run', ...args],
    cwd: root,
    env: { ...process.env, ...noTelemetry, PATH: [bin, process.env.PATH].join(delimiter) },
  };
}

/**
 * Runs the tasks in `process.argv`, and prints their output.
 * @param {import('./program.mjs').Tools} tools
 */
export async function runTasks({ report, children }) {
  const name = process.argv.slice(2).join(' ');
  const command = { name, ...turbo(process.argv.slice(2)), onOutput: report.line, onError: report.error };
  return (await children.succeeds(command)) ? 0 : 1;
}
