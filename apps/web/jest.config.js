import { browserTests } from '../../jest.base.js';

export default { ...browserTests, setupFilesAfterEnv: ['<rootDir>/jest.setup.ts'] };
