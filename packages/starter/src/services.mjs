import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { v8Flags } from '../../../apps/lake/src/v8-flags.mjs';
import { pinnedNode } from './pinned-node.mjs';
import { root } from './settings.mjs';

/** @typedef {'start' | 'dev'} Mode */
/** @typedef {import('./ports.mjs').Server} Server */

const followParent = pathToFileURL(join(root, 'packages', 'starter', 'src', 'follow-parent.mjs')).href;

/** The lake serves the built Studio on its own origin. While it is developed, Vite serves it. */
const servedStudio = ['--studio', 'studio/dist'];

/**
 * How each server runs: as built, or with hot reload. Programs are started directly, not by npm or a shell,
 * so that signals reach them.
 * @type {Record<Server, Record<Mode, string[]>>}
 */
const servers = {
  lake: {
    start: [...v8Flags, 'apps/lake/src/main.mjs', 'serve', ...servedStudio],
    dev: [...v8Flags, '--watch', '--watch-preserve-output', 'apps/lake/src/main.mjs', 'serve'],
  },
  studio: { start: ['studio/src/hosted/main.ts'], dev: ['node_modules/vite/bin/vite.js', 'studio'] },
  site: { start: ['apps/web/src/main.ts'], dev: ['apps/web/src/main.ts', '--dev'] },
};

/**
 * @param {Server} server
 * @param {Mode} mode
 * @param {import('./settings.mjs').Settings} settings
 */
export function serverCommand(server, mode, settings) {
  return {
    name: `The ${server}`,
    program: pinnedNode,
    args: ['--import', followParent, ...servers[server][mode]],
    cwd: root,
    env: environment(mode, settings),
    log: logOf(server, settings),
    followsParent: true,
  };
}

/**
 * A command of the lake's own command line.
 * @param {string} name
 * @param {string[]} args
 * @param {import('./settings.mjs').Settings} settings
 */
export function lakeCommand(name, args, settings) {
  return {
    name,
    program: pinnedNode,
    args: ['apps/lake/src/main.mjs', ...args],
    cwd: root,
    env: environment('start', settings),
    log: logOf('lake', settings),
  };
}

/**
 * @param {string} program
 * @param {import('./settings.mjs').Settings} settings
 */
export function logOf(program, settings) {
  return join(settings.dataDir, 'logs', `${program}.log`);
}

/**
 * Only what has a default is filled in. The public addresses are passed as given: where SITE_URL is not set, the site
 * keeps demo pages out of search engines.
 * @param {Mode} mode
 * @param {import('./settings.mjs').Settings} settings
 * @returns {NodeJS.ProcessEnv}
 */
function environment(mode, { dataDir, ports }) {
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
