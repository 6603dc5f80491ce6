/**
 * One Jest configuration for every workspace: native ES modules, TypeScript stripped by SWC.
 * `next/jest` is not used, because its CommonJS output can't load ESM-only packages such as @sanity/client.
 */
const common = {
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
          target: 'es2024',
        },
        module: { type: 'es6' },
      },
    ],
  },
  // Jest's default of five seconds is too short on a slow machine.
  testTimeout: 60_000,
  modulePathIgnorePatterns: ['/\\.next/', '/dist/'],
  // Each workspace's tests have their own temporary folder, which is removed afterwards.
  globalSetup: `${import.meta.dirname}/packages/starter/src/temp-dir-setup.mjs`,
  globalTeardown: `${import.meta.dirname}/packages/starter/src/temp-dir-teardown.mjs`,
  // Babel's instrumentation makes tests a tenth slower. With V8's coverage the tests of packages/schema took four times
  // as long, since its ranges are converted to statements for each test file.
  collectCoverage: true,
  coverageProvider: 'babel',
  coverageReporters: ['json'],
  coverageDirectory: 'test-results/coverage',
  // The reporter writes each workspace's totals to a file, so that `npm test` can add those of cached tasks too.
  reporters: ['default', [`${import.meta.dirname}/packages/starter/src/jest-totals.cjs`, {}]],
};

/** Tests of code that runs in Node. */
export const nodeTests = { ...common, testEnvironment: 'node' };

/** Tests of components, in jsdom. */
export const browserTests = { ...common, testEnvironment: 'jsdom' };
