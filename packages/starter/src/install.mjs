import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './config.mjs';
import { pinnedNode } from './pinned-node.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {{ version?: string, resolved?: string, integrity?: string, link?: boolean, optional?: boolean, devOptional?: boolean }} Locked
 */

/**
 * Installs the packages from the lock file, unless they are there already.
 * @param {import('./children.mjs').Children} children
 * @param {string} [log] the log file for npm's output
 * @returns {Promise<string>} a sentence for the report
 */
export async function installPackages(children, log) {
  if (isInstalled(root)) return 'Packages are up to date';
  const npm = npmWithoutPinnedNode(process.env);
  await children.run({
    name: 'npm ci',
    ...npm,
    args: [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund'],
    cwd: root,
    log,
  });
  if (!existsSync(pinnedNode)) {
    throw new Problem(
      'The packages came without the pinned Node, which its install script brings: allow install scripts (npm config set ignore-scripts false), delete node_modules and start again.',
    );
  }
  return 'Installed packages from package-lock.json';
}

/**
 * Compares the lock file with `node_modules/.package-lock.json`, which npm writes last: an interrupted installation has
 * none.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const wanted = readLock(join(folder, 'package-lock.json'));
  const present = readLock(join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !present || !existsSync(join(folder, 'node_modules', 'node', 'bin', 'node'))) return false;
  const missing = Object.entries(wanted).some(([path, entry]) => path !== '' && !isSame(entry, present[path]));
  const surplus = Object.keys(present).some((path) => !(path in wanted));
  return !missing && !surplus;
}

/**
 * @param {string} path
 * @returns {Record<string, Locked> | undefined}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * @param {Locked} wanted
 * @param {Locked | undefined} present
 */
function isSame(wanted, present) {
  // npm skips optional packages of other platforms.
  if (!present) return wanted.optional === true || wanted.devOptional === true;
  return (
    wanted.version === present.version && wanted.integrity === present.integrity && wanted.resolved === present.resolved
  );
}

/**
 * The npm command with a `PATH` without the pinned Node, which `npm ci` deletes while it runs.
 * @param {NodeJS.ProcessEnv} env
 */
function npmWithoutPinnedNode(env) {
  const own = join(root, 'node_modules', '.bin');
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== own);
  const cleanEnv = { ...env, PATH: path.join(delimiter) };
  const cli = env.npm_execpath;
  if (!cli?.endsWith('npm-cli.js')) return { program: 'npm', args: [], env: cleanEnv };
  return { program: env.npm_node_execpath ?? process.execPath, args: [cli], env: cleanEnv };
}
