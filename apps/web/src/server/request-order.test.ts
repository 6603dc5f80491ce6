/** @jest-environment node */
import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { expiredTags } from '../cache/expired-tags.ts';
import { createRequestOrder, type RequestOrder } from './request-order.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'request-order-'));
const journal = expiredTags(dataDir);

function request(order: RequestOrder, url: string) {
  const response = new EventEmitter();
  const state = { hasStarted: false, end: () => void response.emit('close') };
  order.waitForOlder({ url }, response).then(() => {
    state.hasStarted = true;
  });
  return state;
}

test('a request after a change waits for those before it', async () => {
  const order = createRequestOrder(dataDir);
  const before = request(order, '/a?x=1');
  journal.expire(['document:a']);
  const after = request(order, '/a');
  await setTimeout(5);
  expect([before.hasStarted, after.hasStarted]).toEqual([true, false]);
  before.end();
  await setTimeout(5);
  expect(after.hasStarted).toBe(true);
});

test('requests for another page, or without a change, don’t wait', async () => {
  const order = createRequestOrder(dataDir);
  request(order, '/a');
  const same = request(order, '/a');
  journal.expire(['document:a']);
  const other = request(order, '/b');
  await setTimeout(5);
  expect([same.hasStarted, other.hasStarted]).toEqual([true, true]);
});
