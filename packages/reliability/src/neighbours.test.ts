import { expect, test } from '@jest/globals';
import { greed } from './neighbours/greed.ts';
import { measureNeighbours } from './neighbours.ts';

test('beside every kind of greedy caller, another caller gets correct responses', async () => {
  const { found, wrong } = await measureNeighbours(2);
  expect(wrong).toEqual([]);
  expect(found.map(({ kind }) => kind)).toEqual(Object.keys(greed));
  // Latencies are the benchmark's to judge; here, every kind of greed must reach the lake.
  const idle = found.filter(({ outcome: { answered, refused } }) => answered + refused === 0);
  expect(idle).toEqual([]);
  const failed = found.flatMap(({ kind, outcome }) => (outcome.failed > 0 ? [kind] : []));
  expect(failed).toEqual([]);
}, 300_000);
