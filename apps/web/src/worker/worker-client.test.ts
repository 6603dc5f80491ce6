/** @jest-environment node */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createWorkerClient, type WorkerClient } from './worker-client.ts';

let client: WorkerClient;

beforeEach(() => {
  client = createWorkerClient('worker/worker.fixture.ts', { greeting: 'Hello' });
});

afterEach(() => client.close());

test('concurrent calls get their own results', async () => {
  const results = await Promise.all([client.call('Ann'), client.call('Bob')]);
  expect(results).toEqual(['Hello, Ann', 'Hello, Bob']);
});

test('an error in the thread rejects its call, and the thread goes on', async () => {
  await expect(client.call('nobody')).rejects.toThrow('Nobody is here.');
  expect(await client.call('Ann')).toBe('Hello, Ann');
});

test('a thread that exits rejects its calls, and is restarted by the next one', async () => {
  await expect(client.call('exit')).rejects.toThrow('ended');
  expect(await client.call('Ann')).toBe('Hello, Ann');
});
