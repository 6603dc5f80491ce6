import { expect, test } from '@jest/globals';
import { planner } from './planner.ts';

test('the planner and groq-js give the same results', async () => {
  expect(await planner(1_000)).toEqual([expect.objectContaining({ value: 'none' })]);
}, 120_000);
