import { nodeTests } from '../../jest.base.js';

/** A suite works a browser at the pace of a person, and the first one may wait for `npm start` to build. */
export default { ...nodeTests, testTimeout: 300_000, collectCoverage: false };
