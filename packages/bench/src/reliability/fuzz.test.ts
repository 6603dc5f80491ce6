import { expect, test } from '@jest/globals';
import { attackLake } from './fuzz.ts';

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
