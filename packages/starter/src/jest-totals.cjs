const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

/**
 * @typedef {object} Totals What one Jest run of one workspace came to.
 * @property {number} passed
 * @property {number} failed tests that failed, and suites that could not run at all
 * @property {number} skipped
 * @property {string[]} failures one line for each failure: the file and the test's full name
 */

/** A Jest reporter that leaves the run's totals in `test-results/`, so that a run restored from a cache still counts. */
class TotalsReporter {
  /** @param {{ rootDir: string }} globalConfig */
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
    // npm says which script it runs. A workspace may have both, and each keeps its own totals.
    const run = process.env.npm_lifecycle_event === 'e2e' ? 'e2e' : 'test';
    this.file = join(this.rootDir, 'test-results', `${run}.json`);
  }

  /** A run that is killed must not leave the totals of the run before it. */
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
