import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { App } from './app.ts';
import type { Incoming } from './request.ts';
import { createRequestBatcher } from './request-batches.ts';

const incoming = (path: string): Incoming => ({
  method: 'GET',
  path,
  queryString: '',
  headers: {},
  address: '',
  body: undefined,
});

/** Answers, and says in which batch. */
function recorded(work: () => void) {
  const answered: { path: string; batch: number }[] = [];
  let batch = 0;
  const app: App = {
    batch() {
      batch += 1;
      return ({ path }) => {
        answered.push({ path, batch });
        work();
        return { status: 200, headers: {}, body: '' };
      };
    },
  };
  return { app, answered };
}

function take(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('round robin between callers in a batch, whichever came first and on however many connections', async () => {
  const { app, answered } = recorded(() => undefined);
  const ask = createRequestBatcher(app);
  const sent: string[] = [];
  for (const path of ['g0', 'g1', 'g2']) ask('greedy', incoming(path), () => sent.push(path));
  for (const path of ['m0', 'm1']) ask('modest', incoming(path), () => sent.push(path));
  while (sent.length < 5) await nextTurn();
  expect(answered.map(({ path }) => path)).toEqual(['g0', 'm0', 'g1', 'm1', 'g2']);
  expect(sent).toEqual(['g0', 'm0', 'g1', 'm1', 'g2']);
});

test('requests left after the time limit of a batch go into the next, together with those that arrived meanwhile', async () => {
  const { app, answered } = recorded(() => take(3));
  const ask = createRequestBatcher(app);
  let sent = 0;
  const send = () => {
    sent += 1;
  };
  for (let n = 0; n < 4; n++) ask('greedy', incoming(`g${n}`), send);
  await nextTurn();
  await nextTurn();
  ask('modest', incoming('m'), send);
  while (sent < 5) await nextTurn();
  expect(answered.map(({ batch }) => batch)).toEqual([1, 2, 3, 4, 5]);
  expect(answered.findIndex(({ path }) => path === 'm')).toBeLessThan(4);
});
