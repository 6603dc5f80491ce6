import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { v8Flags } from '../../../apps/lake/src/v8-flags.mjs';
import { root } from './config.mjs';
import { pinnedNode } from './pinned-node.mjs';

/** @typedef {'start' | 'dev'} Mode */
/** @typedef {import('./ports.mjs').Server} Server */

const followParent = pathToFileURL(join(root, 'packages', 'starter', 'src', 'follow-parent.mjs')).href;

/** The lake serves the built Studio on its own origin; in development Vite serves it. */
const studioOptions = ['--studio', 'studio/dist'];

/**
 * The arguments for each server, built or with hot reload. Without npm or a shell in between, which would not forward
 * every signal.
 * @type {Record<Server, Record<Mode, string[]>>}
 */
const servers = {
  lake: {
    start: [...v8Flags, 'apps/lake/src/main.mjs', 'serve', ...studioOptions],
    dev: [...v8Flags, '--watch', '--watch-preserve-output', 'apps/lake/src/main.mjs', 'serve'],
  },
  studio: { start: ['studio/src/hosted/main.ts'], dev: ['node_modules/vite/bin/vite.js', 'studio'] },
  site: { start: ['apps/web/src/main.ts'], dev: ['apps/web/src/main.ts', '--dev'] },
};

/**
 * @param {Server} server
 * @param {Mode} mode
 * @param {import('./config.mjs').Config} config
 */
export function serverCommand(server, mode, config) {
  return {
    name: `The ${server}`,
    program: pinnedNode,
    args: ['--import', followParent, ...servers[server][mode]],
    cwd: root,
    env: envFor(mode, config),
    log: logOf(server, config),
    followsParent: true,
  };
}

/**
 * A command of the lake's CLI.
 * @param {string} name
 * @param {string[]} args
 * @param {import('./config.mjs').Config} config
 */
export function lakeCommand(name, args, config) {
  return {
    name,
    program: pinnedNode,
    args: ['apps/lake/src/main.mjs', ...args],
    cwd: root,
    env: envFor('start', config),
    log: logOf('lake', config),
  };
}

/**
 * @param {string} program
 * @param {import('./config.mjs').Config} config
 */
export function logOf(program, config) {
  return join(config.dataDir, 'logs', `${program}.log`);
}

/**
 * Sets the variables that have a default. The public addresses have none: without SITE_URL, the site asks search
 * engines not to index it.
 * @param {Mode} mode
 * @param {import('./config.mjs').Config} config
 * @returns {NodeJS.ProcessEnv}
 */
function envFor(mode, { dataDir, ports }) {
  return {
    ...process.env,
    DATA_DIR: dataDir,
    SITE_PORT: String(ports.site),
    STUDIO_PORT: String(ports.studio),
    LAKE_PORT: String(ports.lake),
    NODE_ENV: mode === 'start' ? 'production' : 'development',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}
