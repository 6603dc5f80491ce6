import { raw } from '@bodytext/groq/perspective';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { queryLimits } from './limits.ts';
import type { QueryTask } from './query-messages.ts';
import { createQueryPool, type QueryPool } from './query-pool.ts';

let lake: TestLake;
let pool: QueryPool;
let isAlone = true;
beforeAll(async () => {
  lake = await startTestLake();
  pool = createQueryPool({ folder: lake.dataDir, project: lake.lake.main.project, isAlone: () => isAlone });
});
afterAll(async () => {
  await pool.close();
  await lake.stop();
});

function task(query: string): QueryTask {
  return {
    query: { query, params: {} },
    perspective: raw,
    access: { kind: 'everything' },
    identity: '',
    sourceMap: undefined,
  };
}

/** Takes longer than the timeout. */
const list = JSON.stringify(Array.from({ length: 150 }, (_, n) => n));
const endless = ['', '', ''].reduce((inner) => `count(${list}[${inner} > 0])`, 'count([@, ^])');

test('round robin: a caller with many queries delays another caller by one of them', async () => {
  const order: string[] = [];
  const ask = (caller: string, n: number) => pool.run(caller, task(`${n}`)).then(() => order.push(`${caller} ${n}`));
  await Promise.all([0, 1, 2, 3].map((n) => ask('greedy', n)).concat(ask('modest', 0), ask('modest', 1)));
  expect(order).toEqual(['greedy 0', 'modest 0', 'greedy 1', 'modest 1', 'greedy 2', 'greedy 3']);
});

test('a query’s timeout starts when it runs, however long it was queued behind queries that timed out', async () => {
  const order: string[] = [];
  const stopped = [1, 2].map(() =>
    pool.run('greedy', task(endless)).catch((error: Error) => order.push(error.message)),
  );
  const waited = pool.run('greedy', task('1 + 1')).then(({ json }) => order.push(String(json)));
  await Promise.all([...stopped, waited]);
  expect(order).toEqual([expect.stringContaining('stopped'), expect.stringContaining('stopped'), '2']);
});

test('a light caller does not wait for another’s long query once the second thread has started', async () => {
  const order: string[] = [];
  const long = () =>
    pool.run('greedy', task(endless)).catch((error: Error) => {
      order.push(error.message);
    });
  const short = (n: number) =>
    pool.run('modest', task(`${n}`)).then(({ json }) => {
      order.push(String(json));
    });
  // On a slow machine the second thread may still be starting.
  for (let n = 0; order[0] !== '7' && n < 10; n++) {
    order.length = 0;
    await Promise.all([long(), long(), short(7)]);
  }
  expect(order).toEqual(['7', expect.stringContaining('stopped'), expect.stringContaining('stopped')]);
}, 60_000);

test('queries beyond a caller’s queue limit are refused with 429; other callers’ are not', async () => {
  const most = queryLimits.queuedOfOne.value;
  const asked = Array.from({ length: most + 10 }, (_, n) => pool.run('greedy', task(`${n}`)));
  const other = pool.run('modest', task('1'));
  const outcomes = await Promise.allSettled(asked);
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  // One of them may already be running, and is then not in the queue.
  expect([9, 10]).toContain(refused.length);
  expect(refused[0]).toMatchObject({ reason: { status: 429, headers: { 'retry-after': '1' } } });
  expect(await other).toMatchObject({ json: '1' });
});

test('while others are active, a heavy caller’s next query waits some times as long as its last one took', async () => {
  const started = (caller: string) => {
    const began = performance.now();
    return pool.run(caller, task('1')).then(() => performance.now() - began);
  };
  const takeMuch = () => pool.run('greedy', task(endless)).catch(() => undefined);
  isAlone = true;
  await takeMuch();
  const whenAlone = await started('greedy');
  isAlone = false;
  await takeMuch();
  const [greedy, modest] = await Promise.all([started('greedy'), started('modest')]);
  expect(greedy).toBeGreaterThan(queryLimits.run.value / 2);
  expect(Math.max(modest, whenAlone)).toBeLessThan(greedy / 2);
});
