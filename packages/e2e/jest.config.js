import { nodeTests } from '../../jest.base.js';

/** A journey takes a person's time, and the first one may wait for a build. */
export default { ...nodeTests, testTimeout: 300_000, collectCoverage: false };
