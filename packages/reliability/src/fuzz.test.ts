import { expect, test } from '@jest/globals';
import { randomOf } from './fuzz/attack.ts';
import { mutations } from './fuzz/hostile-writes.ts';
import { attackLake } from './fuzz.ts';

test('a bulky document many times over makes no request that could not be sent', () => {
  // Of the numbers of seed 3 that which made most of it: 445 MB.
  const { length } = JSON.stringify(mutations(randomOf(3, 175_272)));
  expect(length).toBeGreaterThan(4_000_000);
  expect(length).toBeLessThan(30_000_000);
});

test('a lake under random and hostile requests goes on, and answers others rightly; whoever makes the largest writes over and over keeps nobody else waiting', async () => {
  const found = await attackLake(1_000);
  expect(found.requests).toBeGreaterThan(900);
  expect(found.probe.times.length).toBeGreaterThan(0);
  // With the seed, which FUZZ_SEED repeats, and what the lake said.
  const { seed, log, failed, contradictions, astray, isSameProcess, probe, large } = found;
  expect({
    seed,
    failed,
    said: failed.length > 0 ? log : '',
    contradictions,
    astray,
    isSameProcess,
    wrong: [...probe.wrong, ...large.probe.wrong],
    largeFailed: large.failed,
  }).toEqual({
    seed,
    failed: [],
    said: '',
    contradictions: [],
    astray: [],
    isSameProcess: true,
    wrong: [],
    largeFailed: [],
  });
  // How long they wait is for the benchmark to say.
  expect(large.stored).toBeGreaterThan(0);
  expect(large.refused).toBeGreaterThan(0);
  expect(large.probe.times.length).toBeGreaterThan(0);
}, 240_000);
