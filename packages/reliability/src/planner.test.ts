import { expect, test } from '@jest/globals';
import { planner } from './planner.ts';

test('the planner gives the results of groq-js over all documents', async () => {
  expect(await planner(1_000)).toEqual([expect.objectContaining({ value: 'none' })]);
}, 120_000);
