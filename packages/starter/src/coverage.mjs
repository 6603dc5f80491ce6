import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} FileCoverage What Istanbul counted of one file, as Jest writes it into `coverage-final.json`.
 * @property {Record<string, unknown>} statementMap
 * @property {Record<string, number>} s how often each statement ran
 */

/**
 * The part of all statements that unit tests ran, in percent; undefined where none was counted. A file that the tests of
 * several workspaces load counts once: a statement is covered if the tests of any of them ran it.
 * @param {string[]} folders of the workspaces
 */
export function statementCoverage(folders) {
  /** @type {Map<string, Map<string, boolean>>} */
  const files = new Map();
  for (const folder of folders) {
    for (const [path, { s }] of Object.entries(readCoverage(folder))) {
      const statements = files.get(path) ?? new Map();
      for (const [id, runs] of Object.entries(s)) statements.set(id, statements.get(id) === true || runs > 0);
      files.set(path, statements);
    }
  }
  const all = [...files.values()].flatMap((statements) => [...statements.values()]);
  return all.length === 0 ? undefined : (100 * all.filter(Boolean).length) / all.length;
}

/**
 * @param {string} folder
 * @returns {Record<string, FileCoverage>}
 */
function readCoverage(folder) {
  const path = join(folder, 'test-results', 'coverage', 'coverage-final.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}
