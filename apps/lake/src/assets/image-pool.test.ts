import { afterEach, expect, test } from '@jest/globals';
import { createImagePool, ImageFailure, type ImagePool } from './image-pool.ts';

const program = new URL('./image-process.fixture.ts', import.meta.url);
let pool: ImagePool;
afterEach(() => pool.close());

const small = { caller: 'somebody', isLarge: false };
const work = (from: string, entry = small) => pool.run({ kind: 'describe', from, parts: [] }, entry);
const failureOf = (from: string): Promise<unknown> =>
  work(from).then(
    () => 'done',
    (error: unknown) => error,
  );

test.each(['break the decoder', 'leave by the back door'])(
  'an image made to %s ends its process, and the next one is processed in a new process',
  async (from) => {
    pool = createImagePool({ program });
    expect(await failureOf(from)).toEqual(new ImageFailure('It takes too much time or memory to decode.'));
    expect(await work('tell the process')).toEqual(expect.any(Number));
  },
);

test('a job that does not end is killed after a timeout', async () => {
  pool = createImagePool({ program, mostMs: 300 });
  expect(await failureOf('never come back')).toBeInstanceOf(ImageFailure);
});

test('error messages contain no paths of this machine', async () => {
  pool = createImagePool({ program });
  expect(await failureOf('fail')).toEqual(new ImageFailure('Its bytes do not keep the rules of their format.'));
  expect(await failureOf('speak nonsense')).toBeInstanceOf(ImageFailure);
});

test('at most two processes run', async () => {
  pool = createImagePool({ program });
  const processes = await Promise.all(Array.from({ length: 40 }, () => work('tell the process')));
  expect(new Set(processes).size).toBeLessThanOrEqual(2);
});

test('queued jobs are rejected when the lake stops', async () => {
  pool = createImagePool({ program });
  const waiting = ['never come back', 'never come back', 'tell the process'].map((from) => failureOf(from));
  pool.close();
  for (const failure of await Promise.all(waiting)) expect(failure).toBeInstanceOf(Error);
});

test('however many large images one caller has queued, a small one of another is processed at once', async () => {
  pool = createImagePool({ program });
  const large = { caller: 'greedy', isLarge: true };
  for (let count = 0; count < 12; count++) work('never come back', large).catch(() => undefined);
  expect(await work('tell the process')).toEqual(expect.any(Number));
  expect(await work('tell the process', { caller: 'greedy', isLarge: false })).toEqual(expect.any(Number));
});

test('a caller over its queue limit gets 429 with retry-after, others do not', async () => {
  pool = createImagePool({ program });
  const outcomes = (caller: string, count: number) =>
    Array.from({ length: count }, () => work('never come back', { caller, isLarge: true }).catch((error) => error));
  const refused = await Promise.race(outcomes('greedy', 60).slice(50));
  expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': expect.any(String) } });
  const others = Promise.race([...outcomes('modest', 5), new Promise((resolve) => setTimeout(resolve, 10, 'waits'))]);
  expect(await others).toBe('waits');
});
