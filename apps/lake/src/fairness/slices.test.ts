import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createShares } from './shares.ts';
import { createSlices, type Steps } from './slices.ts';

/** Each step takes a whole slice. */
const sliceMs = 0;

function* counting(name: string, steps: number, said: string[]): Steps<string> {
  for (let step = 0; step < steps; step++) {
    said.push(name);
    yield;
  }
  return name;
}

test('callers take turns, whoever asked first and however much', async () => {
  const slices = createSlices({ sliceMs });
  const said: string[] = [];
  const long = slices.run('greedy', counting('greedy', 6, said));
  const other = slices.run('greedy', counting('greedy too', 1, said));
  const small = slices.run('modest', counting('modest', 2, said));
  expect(await small).toBe('modest');
  // One slice at once for each, and then in turns.
  expect(said).toEqual(['greedy', 'modest', 'greedy', 'modest', 'greedy']);
  await Promise.all([long, other]);
  expect(said.at(-1)).toBe('greedy too');
});

test('the event loop has a turn between two slices', async () => {
  const slices = createSlices({ sliceMs });
  const said: string[] = [];
  let isDone = false;
  const done = slices.run('a', counting('a', 50, said)).then(() => {
    isDone = true;
  });
  await nextTurn();
  await nextTurn();
  expect(isDone).toBe(false);
  expect(said.length).toBeLessThan(5);
  await done;
});

test('where somebody else is there, they have some turns for themselves between two slices; a lone caller goes on', async () => {
  const shares = createShares();
  const slices = createSlices({ sliceMs: 1, shares });
  function* waiting(): Steps<number> {
    for (let n = 0; n < 20; n++) {
      const end = performance.now() + 2;
      while (performance.now() < end);
      yield;
    }
    return turns;
  }
  let turns = 0;
  const counting = async (done: Promise<number>): Promise<number> => {
    let isDone = false;
    void done.finally(() => {
      isDone = true;
    });
    for (turns = 0; !isDone; turns++) await nextTurn();
    return turns;
  };
  const alone = await counting(slices.run('greedy', waiting()));
  shares.notice('modest');
  const inCompany = await counting(slices.run('greedy', waiting()));
  expect(alone).toBeLessThan(30);
  expect(inCompany).toBeGreaterThan(100);
});

test('what takes too long is stopped, what fails says so, and nobody has more than some at once', async () => {
  const slices = createSlices({ sliceMs, longestMs: -1 });
  await expect(slices.run('a', counting('a', 3, []))).rejects.toThrow('was stopped');
  const failing = function* (): Steps<string> {
    yield;
    throw new Error('broken');
  };
  const others = createSlices({ sliceMs });
  await expect(others.run('a', failing())).rejects.toThrow('broken');
  const all = Array.from({ length: 20 }, () => others.run('a', counting('a', 3, [])));
  const outcomes = await Promise.allSettled(all);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  expect(await others.run('b', counting('b', 3, []))).toBe('b');
});
