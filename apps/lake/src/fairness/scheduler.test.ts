import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createCpuLimiter } from './cpu-limiter.ts';
import { createScheduler, type Steps } from './scheduler.ts';

/** Each step takes a whole slice. */
const sliceMs = 0;

function* counting(name: string, steps: number, log: string[]): Steps<string> {
  for (let step = 0; step < steps; step++) {
    log.push(name);
    yield;
  }
  return name;
}

test('round robin between callers, whichever came first and however much it queued', async () => {
  const scheduler = createScheduler({ sliceMs });
  const log: string[] = [];
  const long = scheduler.run('greedy', counting('greedy', 6, log));
  const other = scheduler.run('greedy', counting('greedy too', 1, log));
  const small = scheduler.run('modest', counting('modest', 2, log));
  expect(await small).toBe('modest');
  // One slice synchronously for each, then round robin.
  expect(log).toEqual(['greedy', 'modest', 'greedy', 'modest', 'greedy']);
  await Promise.all([long, other]);
  expect(log.at(-1)).toBe('greedy too');
});

test('the event loop has a turn between two slices', async () => {
  const scheduler = createScheduler({ sliceMs });
  const log: string[] = [];
  let isDone = false;
  const done = scheduler.run('a', counting('a', 50, log)).then(() => {
    isDone = true;
  });
  await nextTurn();
  await nextTurn();
  expect(isDone).toBe(false);
  expect(log.length).toBeLessThan(5);
  await done;
});

test('while another caller is active it gets turns of the event loop between two slices; a lone caller runs on', async () => {
  const cpuLimiter = createCpuLimiter();
  const scheduler = createScheduler({ sliceMs: 1, cpuLimiter });
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
  const alone = await counting(scheduler.run('greedy', waiting()));
  cpuLimiter.recordRequest('modest');
  const inCompany = await counting(scheduler.run('greedy', waiting()));
  expect(alone).toBeLessThan(30);
  expect(inCompany).toBeGreaterThan(100);
});

test('work is stopped after its time limit, its errors are passed on, and a caller’s queue is bounded', async () => {
  const scheduler = createScheduler({ sliceMs, longestMs: -1 });
  await expect(scheduler.run('a', counting('a', 3, []))).rejects.toThrow('was stopped');
  const failing = function* (): Steps<string> {
    yield;
    throw new Error('broken');
  };
  const others = createScheduler({ sliceMs });
  await expect(others.run('a', failing())).rejects.toThrow('broken');
  const all = Array.from({ length: 20 }, () => others.run('a', counting('a', 3, [])));
  const outcomes = await Promise.allSettled(all);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  expect(await others.run('b', counting('b', 3, []))).toBe('b');
});
