import { nodeTests } from '../../jest.base.js';

/** Its limits count CPU time, of which instrumented code takes more: on a busy machine requests would be over them. */
export default { ...nodeTests, collectCoverage: false };
