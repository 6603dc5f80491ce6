import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Problem } from './problem.mjs';

const oldestNpm = 10;

/**
 * Checks npm's version; `node-version.mjs` has checked Node's.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} the versions, for the report
 */
export async function checkMachine(env) {
  const npm = npmVersionIn(env.npm_config_user_agent) ?? (await npmOnPath());
  if (Number(npm.split('.')[0]) < oldestNpm) {
    throw new Problem(
      `Bodytext needs npm ${oldestNpm} or newer, and this is npm ${npm}: update it with "npm install --global npm@${oldestNpm}".`,
    );
  }
  return `Node ${process.versions.node}, npm ${npm}`;
}

/**
 * npm sets `npm_config_user_agent` for scripts: "npm/11.19.1 node/v24.21.0 linux x64".
 * @param {string | undefined} userAgent
 */
function npmVersionIn(userAgent) {
  return userAgent?.match(/^npm\/(\d\S*)/)?.[1];
}

async function npmOnPath() {
  try {
    const { stdout } = await promisify(execFile)('npm', ['--version']);
    return stdout.trim();
  } catch {
    throw new Problem('npm was not found: install Node with npm from https://nodejs.org.');
  }
}
