import { nodeTests } from '../../jest.base.js';

/** What it measures are programs of their own, and code that runs in a browser, where the counters are missing. */
export default { ...nodeTests, collectCoverage: false };
