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
  // Five seconds, Jest's own, fail a right answer on a slow machine.
  testTimeout: 60_000,
  modulePathIgnorePatterns: ['/\\.next/', '/dist/'],
  // Of what tests leave in the folder for temporary files, nothing stays.
  globalSetup: `${import.meta.dirname}/packages/starter/src/own-temp.mjs`,
  globalTeardown: `${import.meta.dirname}/packages/starter/src/remove-own-temp.mjs`,
  // Totals of every workspace are added up by `npm test` from these files, so that a cached task still counts.
  reporters: ['default', [`${import.meta.dirname}/packages/starter/src/jest-totals.cjs`, {}]],
};

/** Tests of code that runs in Node. */
export const nodeTests = { ...common, testEnvironment: 'node' };

/** Tests of components, in jsdom. */
export const browserTests = { ...common, testEnvironment: 'jsdom' };
