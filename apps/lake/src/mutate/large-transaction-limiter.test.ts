import { describe, expect, test } from '@jest/globals';
import { createLargeTransactionLimiter } from './large-transaction-limiter.ts';
import { contentSizeOf, documentCostOf } from './transaction-cost.ts';

const large = 200_000;

describe('a large transaction', () => {
  test('is refused soon after another large one; small ones are always written', () => {
    let now = 0;
    const { run } = createLargeTransactionLimiter(() => now);
    const write = (cost: number) =>
      run({}, (meter) => {
        meter.spend(cost);
        now += cost / 1_000;
      });
    write(large);
    expect(() => write(large)).toThrow(/again in 8 seconds/);
    write(1_000);
    now += 8_000;
    write(large);
  });

  test('is one whose costs are large in sum', () => {
    const { run } = createLargeTransactionLimiter(() => 0);
    const write = (times: number) => () =>
      run({}, (meter) => {
        for (let time = 0; time < times; time += 1) meter.spend(50_000);
      });
    expect(write(3)).not.toThrow();
    expect(write(21)).toThrow(/too much for one transaction/);
  });

  test('may run a second time, when its group is rolled back for another request', () => {
    let now = 0;
    const { run } = createLargeTransactionLimiter(() => now);
    const write = (request: object) => () =>
      run(request, (meter) => {
        meter.spend(large);
        now += 100;
      });
    const request = {};
    expect(write(request)).not.toThrow();
    expect(write(request)).not.toThrow();
    expect(write({})).toThrow(/Large transactions/);
  });

  test('is also one whose queries take long, whatever it writes', () => {
    let now = 0;
    const { run } = createLargeTransactionLimiter(() => now);
    run({}, (meter) => {
      meter.markLarge();
      now += 100;
    });
    expect(() => run({}, (meter) => meter.markLarge())).toThrow(/Large transactions/);
    expect(() => run({}, (meter) => meter.spend(1_000))).not.toThrow();
  });

  test('is refused before any work is done, if its minimum cost is known', () => {
    const { run } = createLargeTransactionLimiter(() => 0);
    expect(() => run({}, (meter) => meter.expect(2_000_000))).toThrow(/too much/);
    expect(() => run({}, (meter) => meter.expect(large))).not.toThrow();
  });

  test('may cost more if it writes a release', () => {
    const { run } = createLargeTransactionLimiter(() => 0);
    expect(() => run({ writeClass: 'release' }, (meter) => meter.spend(5_000_000))).not.toThrow();
    expect(() => run({ writeClass: 'release' }, (meter) => meter.spend(50_000_000))).toThrow(/too much/);
  });

  test('is neither limited nor delayed in scheduled publishing', () => {
    const { run } = createLargeTransactionLimiter(() => 0);
    run({}, (meter) => meter.spend(large));
    expect(run({ writeClass: 'unlimited' }, (meter) => meter.spend(50_000_000))).toBeUndefined();
  });
});

test('a document costs the more, the more values and characters are in it', () => {
  const cost = (value: unknown): number => documentCostOf(contentSizeOf(value));
  expect(contentSizeOf({ ab: ['cde', 1, null] })).toEqual({ values: 5, characters: 5 });
  expect(cost({ list: Array.from({ length: 100 }, () => 1) })).toBeGreaterThan(cost({ list: [1] }));
  expect(cost({ text: 'a'.repeat(100_000) })).toBeGreaterThan(cost({ text: 'a' }));
});
