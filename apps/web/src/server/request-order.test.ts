/** @jest-environment node */
import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { expiredTags } from '../cache/expired-tags.ts';
import { RequestOrder } from './request-order.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'request-order-'));
const changes = expiredTags(dataDir);

function ask(order: RequestOrder, url: string) {
  const response = new EventEmitter();
  const asked = { begun: false, answer: () => void response.emit('close') };
  order.inTurn({ url }, response).then(() => {
    asked.begun = true;
  });
  return asked;
}

test('who asks after a change waits for those who asked before it', async () => {
  const order = new RequestOrder(dataDir);
  const before = ask(order, '/a?x=1');
  changes.expire(['document:a']);
  const after = ask(order, '/a');
  await setTimeout(5);
  expect([before.begun, after.begun]).toEqual([true, false]);
  before.answer();
  await setTimeout(5);
  expect(after.begun).toBe(true);
});

test('nobody waits for another page, or without a change', async () => {
  const order = new RequestOrder(dataDir);
  ask(order, '/a');
  const same = ask(order, '/a');
  changes.expire(['document:a']);
  const other = ask(order, '/b');
  await setTimeout(5);
  expect([same.begun, other.begun]).toEqual([true, true]);
});
