import { describe, expect, test } from '@jest/globals';
import { createPacemaker, documentCostOf, extentOf } from './transaction-cost.ts';

const large = 200_000;

describe('a large transaction', () => {
  test('may be written when the last one is long enough ago; small ones always', () => {
    let now = 0;
    const { run } = createPacemaker(() => now);
    const write = (cost: number) =>
      run({}, (load) => {
        load.spend(cost);
        now += cost / 1_000;
      });
    write(large);
    expect(() => write(large)).toThrow(/again in 8 seconds/);
    write(1_000);
    now += 8_000;
    write(large);
  });

  test('is large by all that it does together', () => {
    const { run } = createPacemaker(() => 0);
    const write = (times: number) => () =>
      run({}, (load) => {
        for (let time = 0; time < times; time += 1) load.spend(50_000);
      });
    expect(write(3)).not.toThrow();
    expect(write(21)).toThrow(/too much for one transaction/);
  });

  test('may be run once more, because another failed that came with it', () => {
    let now = 0;
    const { run } = createPacemaker(() => now);
    const write = (request: object) => () =>
      run(request, (load) => {
        load.spend(large);
        now += 100;
      });
    const request = {};
    expect(write(request)).not.toThrow();
    expect(write(request)).not.toThrow();
    expect(write({})).toThrow(/Large transactions/);
  });

  test('is large as well where others wait for something else than writing', () => {
    let now = 0;
    const { run } = createPacemaker(() => now);
    run({}, (load) => {
      load.becomeLarge();
      now += 100;
    });
    expect(() => run({}, (load) => load.becomeLarge())).toThrow(/Large transactions/);
    expect(() => run({}, (load) => load.spend(1_000))).not.toThrow();
  });

  test('is refused before anything is done, where what was sent tells its price', () => {
    const { run } = createPacemaker(() => 0);
    expect(() => run({}, (load) => load.expect(2_000_000))).toThrow(/too much/);
    expect(() => run({}, (load) => load.expect(large))).not.toThrow();
  });

  test('may be as large as a release, if it is one', () => {
    const { run } = createPacemaker(() => 0);
    expect(() => run({ pace: 'release' }, (load) => load.spend(5_000_000))).not.toThrow();
    expect(() => run({ pace: 'release' }, (load) => load.spend(50_000_000))).toThrow(/too much/);
  });

  test('whose time has come waits for nobody', () => {
    const { run } = createPacemaker(() => 0);
    run({}, (load) => load.spend(large));
    expect(run({ pace: 'atOnce' }, (load) => load.spend(50_000_000))).toBeUndefined();
  });
});

test('a document costs the more, the more values and characters are in it', () => {
  const cost = (value: unknown): number => documentCostOf(extentOf(value));
  expect(extentOf({ ab: ['cde', 1, null] })).toEqual({ values: 5, characters: 5 });
  expect(cost({ list: Array.from({ length: 100 }, () => 1) })).toBeGreaterThan(cost({ list: [1] }));
  expect(cost({ text: 'a'.repeat(100_000) })).toBeGreaterThan(cost({ text: 'a' }));
});
