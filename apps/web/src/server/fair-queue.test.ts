/** @jest-environment node */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createFairQueue, newCaller } from './fair-queue.ts';

/** A task that ends when `end` is called. */
function aTask() {
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => done, end: () => end() };
}

function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const defaults = { maxQueued: 100, slotMs: 60_000 };

test('the concurrency is limited', async () => {
  const queue = createFairQueue({ concurrency: 2, ...defaults });
  let running = 0;
  let most = 0;
  const task = async () => {
    running += 1;
    most = Math.max(most, running);
    await pause(1);
    running -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => queue.run(newCaller(), task)));
  expect(most).toBe(2);
});

test('a caller with thirty queued tasks delays another caller by at most two', async () => {
  const queue = createFairQueue({ concurrency: 1, ...defaults });
  const [greedy, modest] = [newCaller(), newCaller()];
  const order: string[] = [];
  const task = (name: string) => async () => {
    order.push(name);
    spin(1);
  };
  const flood = Array.from({ length: 30 }, (_, index) => queue.run(greedy, task(`greedy ${index}`)));
  await Promise.all([...flood.slice(0, 5), queue.run(modest, task('modest'))]);
  await Promise.all(flood);
  expect(order.indexOf('modest')).toBeLessThanOrEqual(2);
});

test('idle time counts once for a caller with many pending tasks', async () => {
  const queue = createFairQueue({ concurrency: 1, ...defaults });
  const [greedy, modest] = [newCaller(), newCaller()];
  const order: string[] = [];
  const task = (name: string) => async () => {
    order.push(name);
  };
  const flood = Array.from({ length: 10 }, () => {
    spin(2);
    return queue.run(greedy, task('greedy'));
  });
  await Promise.all([...flood, queue.run(modest, task('modest'))]);
  expect(order.indexOf('modest')).toBeLessThanOrEqual(2);
});

test('many callers that are each new don’t starve a caller with an occasional task', async () => {
  const queue = createFairQueue({ concurrency: 1, ...defaults });
  const modest = newCaller();
  let between = 0;
  let isOver = false;
  const task = async () => {
    between += 1;
    spin(0.2);
    await pause(0);
  };
  const crowd = Array.from({ length: 20 }, async () => {
    // A new caller each time, like a client that opens a connection per request.
    while (!isOver) await queue.run(newCaller(), task);
  });
  const waits: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    await pause(10);
    const before = between;
    await queue.run(modest, async () => waits.push(between - before));
  }
  isOver = true;
  await Promise.all(crowd);
  expect(Math.max(...waits)).toBeLessThanOrEqual(2);
});

test('a new caller goes before callers that are always busy', async () => {
  const queue = createFairQueue({ concurrency: 1, ...defaults });
  let done = 0;
  let isOver = false;
  const crowd = Array.from({ length: 20 }, () => newCaller()).map(async (caller) => {
    while (!isOver) {
      await queue.run(caller, async () => {
        done += 1;
        spin(0.2);
        await pause(0);
      });
    }
  });
  while (done < 60) await pause(1);
  const waits: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const before = done;
    await queue.run(newCaller(), async () => waits.push(done - before));
  }
  isOver = true;
  await Promise.all(crowd);
  expect(Math.max(...waits)).toBeLessThanOrEqual(4);
});

test('an idle caller saves up no credit', async () => {
  // A clock of its own: on a busy machine tasks would cost more than they take here.
  let time = 0;
  const work = (): void => {
    time += 1;
  };
  const queue = createFairQueue({ concurrency: 1, ...defaults, now: () => time });
  const [busy, late] = [newCaller(time), newCaller(time)];
  for (let round = 0; round < 20; round += 1) await queue.run(busy, async () => work());
  const first = aTask();
  const holding = queue.run(busy, first.run);
  const order: string[] = [];
  const all = Array.from({ length: 10 }, () => [
    queue.run(late, async () => {
      order.push('late');
      work();
    }),
    queue.run(busy, async () => {
      order.push('busy');
      work();
    }),
  ]);
  first.end();
  await Promise.all([holding, ...all.flat()]);
  expect(order.slice(0, 10).filter((name) => name === 'busy').length).toBeGreaterThanOrEqual(3);
});

test('a task that exceeds its slot does not block the next one', async () => {
  const queue = createFairQueue({ concurrency: 1, maxQueued: 100, slotMs: 5 });
  const hanging = aTask();
  const taken = queue.run(newCaller(), hanging.run);
  expect(await queue.run(newCaller(), async () => undefined)).toBe(true);
  hanging.end();
  expect(await taken).toBe(true);
});

test('an aborted task is removed from the queue', async () => {
  const queue = createFairQueue({ concurrency: 1, ...defaults });
  const first = aTask();
  const taken = queue.run(newCaller(), first.run);
  const disconnected = new AbortController();
  let isDone = false;
  const left = queue.run(newCaller(), async () => (isDone = true), disconnected.signal);
  disconnected.abort();
  expect(await left).toBe(false);
  first.end();
  await taken;
  expect(isDone).toBe(false);
});

test('when the queue is full, tasks of the caller with the most are rejected', async () => {
  const queue = createFairQueue({ concurrency: 1, maxQueued: 5, slotMs: 60_000 });
  const [greedy, modest] = [newCaller(), newCaller()];
  const first = aTask();
  const taken = queue.run(greedy, first.run);
  const flood = Array.from({ length: 10 }, () => queue.run(greedy, async () => undefined));
  const one = queue.run(modest, async () => undefined);
  first.end();
  expect(await one).toBe(true);
  expect((await Promise.all(flood)).filter(Boolean)).toHaveLength(4);
  await taken;
});

test('a failed task rejects, and the next one starts', async () => {
  const queue = createFairQueue({ concurrency: 1, ...defaults });
  await expect(queue.run(newCaller(), () => Promise.reject(new Error('It broke.')))).rejects.toThrow('It broke.');
  expect(await queue.run(newCaller(), async () => undefined)).toBe(true);
});
