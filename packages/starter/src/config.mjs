import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';

/** The repository's root. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * @typedef {object} Config
 * @property {string} dataDir absolute
 * @property {{ site: number, studio: number, lake: number }} ports
 * @property {{ site: string, studio: string, lake: string }} urls the public addresses
 * @property {boolean} demo whether to import the demo into an empty database
 * @property {boolean} hosted whether the lake is Sanity's, so that none is started here
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Config}
 */
export function readConfig(env) {
  const ports = {
    site: port(env, 'SITE_PORT', 3000),
    studio: port(env, 'STUDIO_PORT', 3333),
    lake: port(env, 'LAKE_PORT', 3030),
  };
  return {
    dataDir: resolve(root, env.DATA_DIR || '.data'),
    ports,
    urls: {
      site: env.SITE_URL || `http://localhost:${ports.site}`,
      studio: env.STUDIO_URL || `http://localhost:${ports.studio}`,
      lake: env.LAKE_URL || `http://localhost:${ports.lake}`,
    },
    demo: env.DEMO !== '0',
    hosted: Boolean(env.SANITY_PROJECT_ID),
  };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @param {number} fallback
 */
function port(env, name, fallback) {
  const value = env[name];
  if (!value) return fallback;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= 65535) return number;
  throw new Problem(`${name} is "${value}", which is not a port: use a whole number from 1 to 65535.`);
}
