import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './config.mjs';
import { statementCoverage } from './coverage.mjs';
import { installPackages } from './install.mjs';
import { checkMachine } from './machine.mjs';
import { lint, workspaceTasks } from './test-parts.mjs';
import { sum } from './totals.mjs';
import { workspaceFolders } from './workspaces.mjs';

/** @typedef {import('./totals.mjs').Outcome} Outcome */

/**
 * Runs all checks, also after a failure, and prints the totals.
 * @param {import('./program.mjs').Tools} tools
 * @returns {Promise<number>} the exit code
 */
export async function testEverything({ report, children }) {
  report.line(`\n  ${report.bold('Bodytext')}, all tests\n`);
  await report.step('Looking at this machine', () => checkMachine(process.env));
  await report.step('Installing packages', () => installPackages(children));
  deleteOldTotals();

  /** @type {Outcome[]} */
  const outcomes = [];
  /** @param {string} name @param {() => Promise<import('./test-parts.mjs').Result>} check */
  const part = async (name, check) => {
    const result = await report.step(name, check, ({ outcomes }) => sum(outcomes).failed === 0);
    outcomes.push(...result.outcomes);
    if (result.output.length > 0) report.error(`\n${result.output.join('\n')}\n`);
  };
  await part('Lint', () => lint(children));
  await part('Types and tests', () => workspaceTasks(['types', 'test'], children));
  await part('Build', () => workspaceTasks(['build'], children));
  await part('End-to-end tests', () => workspaceTasks(['e2e'], children));
  return printTotals(report, outcomes);
}

/** Afterwards all totals are from this run or from Turborepo's cache. */
function deleteOldTotals() {
  for (const folder of workspaceFolders(root)) rmSync(join(folder, 'test-results'), { recursive: true, force: true });
}

/**
 * @param {import('./report.mjs').Report} report
 * @param {Outcome[]} outcomes
 */
function printTotals(report, outcomes) {
  const { passed, failed } = sum(outcomes);
  report.line();
  for (const { name, failures } of outcomes) for (const failure of failures) report.line(`  ✗ ${name}: ${failure}`);
  if (failed > 0) report.line();
  const coverage = statementCoverage(workspaceFolders(root));
  if (coverage !== undefined)
    report.line(`Unit tests ran ${coverage.toFixed(1)} % of the statements that they loaded, outside apps/lake.`);
  report.line(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}
