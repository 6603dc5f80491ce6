import { raw } from '@bodytext/groq/perspective';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { queryLimits } from './limits.ts';
import { createQueryWorker, type QueryWorker, type Question } from './query-worker.ts';

let lake: TestLake;
let worker: QueryWorker;
let isAlone = true;
beforeAll(async () => {
  lake = await startTestLake();
  worker = createQueryWorker({ folder: lake.dataDir, project: lake.lake.main.project, isAlone: () => isAlone });
});
afterAll(async () => {
  await worker.close();
  await lake.stop();
});

function question(query: string): Question {
  return {
    query: { query, params: {} },
    perspective: raw,
    access: { kind: 'everything' },
    identity: '',
    sourceMap: undefined,
  };
}

/** It takes longer than any query may. */
const list = JSON.stringify(Array.from({ length: 150 }, (_, n) => n));
const endless = ['', '', ''].reduce((inner) => `count(${list}[${inner} > 0])`, 'count([@, ^])');

test('callers take turns: whoever asks for many keeps another waiting for one of them only', async () => {
  const order: string[] = [];
  const ask = (caller: string, n: number) =>
    worker.ask(caller, question(`${n}`)).then(() => order.push(`${caller} ${n}`));
  await Promise.all([0, 1, 2, 3].map((n) => ask('greedy', n)).concat(ask('modest', 0), ask('modest', 1)));
  expect(order).toEqual(['greedy 0', 'modest 0', 'greedy 1', 'modest 1', 'greedy 2', 'greedy 3']);
});

test('a query’s time begins when it does, however long it waited for others that were stopped', async () => {
  const order: string[] = [];
  const stopped = [1, 2].map(() =>
    worker.ask('greedy', question(endless)).catch((error: Error) => order.push(error.message)),
  );
  const waited = worker.ask('greedy', question('1 + 1')).then(({ json }) => order.push(String(json)));
  await Promise.all([...stopped, waited]);
  expect(order).toEqual([expect.stringContaining('stopped'), expect.stringContaining('stopped'), '2']);
});

test('whoever has taken little waits for nobody’s long query, once there is a thread for that', async () => {
  const order: string[] = [];
  const long = () =>
    worker.ask('greedy', question(endless)).catch((error: Error) => {
      order.push(error.message);
    });
  const short = (n: number) =>
    worker.ask('modest', question(`${n}`)).then(({ json }) => {
      order.push(String(json));
    });
  // Each time the thread may still be starting, on a slow machine.
  for (let n = 0; order[0] !== '7' && n < 10; n++) {
    order.length = 0;
    await Promise.all([long(), long(), short(7)]);
  }
  expect(order).toEqual(['7', expect.stringContaining('stopped'), expect.stringContaining('stopped')]);
}, 60_000);

test('more of one caller’s than may wait is refused, and nobody else’s', async () => {
  const most = queryLimits.waitingOfOne.value;
  const asked = Array.from({ length: most + 10 }, (_, n) => worker.ask('greedy', question(`${n}`)));
  const other = worker.ask('modest', question('1'));
  const outcomes = await Promise.allSettled(asked);
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  // One of them may be being answered.
  expect([9, 10]).toContain(refused.length);
  expect(refused[0]).toMatchObject({ reason: { status: 429, headers: { 'retry-after': '1' } } });
  expect(await other).toMatchObject({ json: '1' });
});

test('where others are there, the next query of whoever has taken much waits as long as the last one took', async () => {
  const started = (caller: string) => {
    const began = performance.now();
    return worker.ask(caller, question('1')).then(() => performance.now() - began);
  };
  const takeMuch = () => worker.ask('greedy', question(endless)).catch(() => undefined);
  isAlone = true;
  await takeMuch();
  const whenAlone = await started('greedy');
  isAlone = false;
  await takeMuch();
  const [greedy, modest] = await Promise.all([started('greedy'), started('modest')]);
  expect(greedy).toBeGreaterThan(queryLimits.run.value / 2);
  expect(Math.max(modest, whenAlone)).toBeLessThan(greedy / 2);
});
