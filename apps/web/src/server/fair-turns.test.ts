/** @jest-environment node */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { FairTurns, newCaller } from './fair-turns.ts';

/** Work that ends when it is told to, and is then charged for what `costMs` says. */
function aWork() {
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

const patient = { mostWaiting: 100, longest: 60_000 };

test('at most so many run at once', async () => {
  const turns = new FairTurns({ atOnce: 2, ...patient });
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await pause(1);
    running -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => turns.take(newCaller(), work)));
  expect(most).toBe(2);
});

test('somebody’s one request is next, however many another has waiting', async () => {
  const turns = new FairTurns({ atOnce: 1, ...patient });
  const [greedy, modest] = [newCaller(), newCaller()];
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(name);
    spin(1);
  };
  const flood = Array.from({ length: 30 }, (_, index) => turns.take(greedy, work(`greedy ${index}`)));
  await Promise.all([...flood.slice(0, 5), turns.take(modest, work('modest'))]);
  await Promise.all(flood);
  expect(order.indexOf('modest')).toBeLessThanOrEqual(2);
});

test('somebody who asks for much at once is forgiven no rest for each of it, however slowly it is asked', async () => {
  const turns = new FairTurns({ atOnce: 1, ...patient });
  const [greedy, modest] = [newCaller(), newCaller()];
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(name);
  };
  const flood = Array.from({ length: 10 }, () => {
    spin(2);
    return turns.take(greedy, work('greedy'));
  });
  await Promise.all([...flood, turns.take(modest, work('modest'))]);
  expect(order.indexOf('modest')).toBeLessThanOrEqual(2);
});

test('many who always ask don’t keep out who was there before and asks now and then', async () => {
  const turns = new FairTurns({ atOnce: 1, ...patient });
  const modest = newCaller();
  let between = 0;
  let isOver = false;
  const work = async () => {
    between += 1;
    spin(0.2);
    await pause(0);
  };
  const crowd = Array.from({ length: 20 }, async () => {
    // Each time as somebody new, as who opens a connection for every request.
    while (!isOver) await turns.take(newCaller(), work);
  });
  const waits: number[] = [];
  for (let time = 0; time < 20; time += 1) {
    await pause(10);
    const before = between;
    await turns.take(modest, async () => waits.push(between - before));
  }
  isOver = true;
  await Promise.all(crowd);
  expect(Math.max(...waits)).toBeLessThanOrEqual(2);
});

test('who comes for the first time goes before those who always ask', async () => {
  const turns = new FairTurns({ atOnce: 1, ...patient });
  let done = 0;
  let isOver = false;
  const crowd = Array.from({ length: 20 }, newCaller).map(async (caller) => {
    while (!isOver) {
      await turns.take(caller, async () => {
        done += 1;
        spin(0.2);
        await pause(0);
      });
    }
  });
  while (done < 60) await pause(1);
  const waits: number[] = [];
  for (let time = 0; time < 20; time += 1) {
    const before = done;
    await turns.take(newCaller(), async () => waits.push(done - before));
  }
  isOver = true;
  await Promise.all(crowd);
  expect(Math.max(...waits)).toBeLessThanOrEqual(4);
});

test('who was away for long has saved nothing up', async () => {
  const turns = new FairTurns({ atOnce: 1, ...patient });
  const [busy, late] = [newCaller(), newCaller()];
  for (let time = 0; time < 20; time += 1) await turns.take(busy, async () => spin(1));
  const first = aWork();
  const holding = turns.take(busy, first.run);
  const order: string[] = [];
  const all = Array.from({ length: 10 }, () => [
    turns.take(late, async () => {
      order.push('late');
      spin(1);
    }),
    turns.take(busy, async () => {
      order.push('busy');
      spin(1);
    }),
  ]);
  first.end();
  await Promise.all([holding, ...all.flat()]);
  expect(order.slice(0, 10).filter((name) => name === 'busy').length).toBeGreaterThanOrEqual(3);
});

test('what takes long waits for something else, and holds nobody up', async () => {
  const turns = new FairTurns({ atOnce: 1, mostWaiting: 100, longest: 5 });
  const hanging = aWork();
  const taken = turns.take(newCaller(), hanging.run);
  expect(await turns.take(newCaller(), async () => undefined)).toBe(true);
  hanging.end();
  expect(await taken).toBe(true);
});

test('who went away is not waited for', async () => {
  const turns = new FairTurns({ atOnce: 1, ...patient });
  const first = aWork();
  const taken = turns.take(newCaller(), first.run);
  const gone = new AbortController();
  let isDone = false;
  const left = turns.take(newCaller(), async () => (isDone = true), gone.signal);
  gone.abort();
  expect(await left).toBe(false);
  first.end();
  await taken;
  expect(isDone).toBe(false);
});

test('of more than may wait, those of who has most already are turned away', async () => {
  const turns = new FairTurns({ atOnce: 1, mostWaiting: 5, longest: 60_000 });
  const [greedy, modest] = [newCaller(), newCaller()];
  const first = aWork();
  const taken = turns.take(greedy, first.run);
  const flood = Array.from({ length: 10 }, () => turns.take(greedy, async () => undefined));
  const one = turns.take(modest, async () => undefined);
  first.end();
  expect(await one).toBe(true);
  expect((await Promise.all(flood)).filter(Boolean)).toHaveLength(4);
  await taken;
});

test('what fails is told to who asked, and the next one begins', async () => {
  const turns = new FairTurns({ atOnce: 1, ...patient });
  await expect(turns.take(newCaller(), () => Promise.reject(new Error('It broke.')))).rejects.toThrow('It broke.');
  expect(await turns.take(newCaller(), async () => undefined)).toBe(true);
});
