import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { backgroundTask } from './background-task.ts';

let logged: jest.SpiedFunction<typeof console.error>;
beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => logged.mockRestore());

test.each([
  [
    'at once',
    () => {
      throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    },
  ],
  ['later', () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))],
])('a failure %s is logged in one sentence, and not thrown', async (_, work) => {
  backgroundTask('Tidying', work)();
  await Promise.resolve();
  expect(logged.mock.calls).toEqual([
    ['Tidying failed; the lake tries again.', expect.stringContaining('no room left')],
  ]);
});
