import { expect, test } from '@jest/globals';
import { randomOf } from './fuzz/attack.ts';
import { mutations } from './fuzz/hostile-writes.ts';
import { attackLake } from './fuzz.ts';

test('a repeated bulky document stays below the largest body that can be sent', () => {
  // The largest of seed 3: 445 MB before there was a limit.
  const { length } = JSON.stringify(mutations(randomOf(3, 175_272)));
  expect(length).toBeGreaterThan(4_000_000);
  expect(length).toBeLessThan(30_000_000);
});

test('under random and hostile requests and the largest writes the lake keeps running, and answers other callers correctly', async () => {
  const found = await attackLake(1_000);
  expect(found.requests).toBeGreaterThan(900);
  expect(found.probe.times.length).toBeGreaterThan(0);
  // With the seed, which FUZZ_SEED repeats, and the lake's log.
  const { seed, log, failed, contradictions, misplaced, isSameProcess, probe, large } = found;
  expect({
    seed,
    failed,
    log: failed.length > 0 ? log : '',
    contradictions,
    misplaced,
    isSameProcess,
    wrong: [...probe.wrong, ...large.probe.wrong],
    largeFailed: large.failed,
  }).toEqual({
    seed,
    failed: [],
    log: '',
    contradictions: [],
    misplaced: [],
    isSameProcess: true,
    wrong: [],
    largeFailed: [],
  });
  // Latencies are the benchmark's to judge.
  expect(large.stored).toBeGreaterThan(0);
  expect(large.refused).toBeGreaterThan(0);
  expect(large.probe.times.length).toBeGreaterThan(0);
}, 240_000);
