import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const program = `
import { getHeapSpaceStatistics } from 'node:v8';
import { settleYoungGeneration } from '${new URL('./young-generation.mjs', import.meta.url)}';
const megabytes = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20;
settleYoungGeneration();
const settled = megabytes();
const alive = [];
for (let n = 0; n < 100_000; n++) alive.push(new Array(100).fill(n));
console.log(JSON.stringify([settled, megabytes()]));
`;

test('the space for new objects is two times 4 MB, and does not grow with what is alive', () => {
  // In a program of its own: V8's flags are those of the whole process.
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual([8, 8]);
});
