const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

/**
 * @typedef {object} Totals The results of one Jest run in one workspace.
 * @property {number} passed
 * @property {number} failed tests that failed, and suites that could not run at all
 * @property {number} skipped
 * @property {string[]} failures one line for each failure: the file and the test's full name
 */

/** A Jest reporter that writes the run's totals to `test-results/`, which Turborepo caches with the task. */
class TotalsReporter {
  /** @param {{ rootDir: string }} globalConfig */
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
    // The npm script: a workspace may have both, each with its own totals.
    const run = process.env.npm_lifecycle_event === 'e2e' ? 'e2e' : 'test';
    this.file = join(this.rootDir, 'test-results', `${run}.json`);
  }

  /** A killed run must not leave an earlier run's totals. */
  onRunStart() {
    rmSync(this.file, { force: true });
  }

  /**
   * @param {unknown} _contexts
   * @param {import('@jest/test-result').AggregatedResult} results
   */
  onRunComplete(_contexts, results) {
    /** @type {Totals} */
    const totals = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
      failures: results.testResults.flatMap((suite) => this.failuresOf(suite)),
    };
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, `${JSON.stringify(totals, null, 2)}\n`);
  }

  /** @param {import('@jest/test-result').TestResult} suite */
  failuresOf(suite) {
    const file = relative(this.rootDir, suite.testFilePath);
    if (suite.testExecError) return [`${file}: could not run`];
    return suite.testResults.filter((test) => test.status === 'failed').map((test) => `${file}: ${test.fullName}`);
  }
}

module.exports = TotalsReporter;
