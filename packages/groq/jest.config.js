import { nodeTests } from '../../jest.base.js';

export default nodeTests;
