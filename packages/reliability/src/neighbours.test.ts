import { expect, test } from '@jest/globals';
import { greed } from './neighbours/greed.ts';
import { measureNeighbours } from './neighbours.ts';

test('beside callers who are greedy in every way there is, everybody else is answered as ever', async () => {
  const { found, wrong } = await measureNeighbours(2);
  expect(wrong).toEqual([]);
  expect(found.map(({ kind }) => kind)).toEqual(Object.keys(greed));
  // How long the others wait is for the benchmark to say; here, that every kind of greed reaches the lake.
  const idle = found.filter(({ outcome: { answered, refused } }) => answered + refused === 0);
  expect(idle).toEqual([]);
  const failed = found.flatMap(({ kind, outcome }) => (outcome.failed > 0 ? [kind] : []));
  expect(failed).toEqual([]);
}, 300_000);
