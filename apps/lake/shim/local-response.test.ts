import { afterEach, expect, jest, test } from '@jest/globals';
import { localResponse } from './local-response.ts';

const bundles = new URL('https://api.sanity.io/vX/agent/o-bodytext/bundles/mine/listen');

afterEach(() => {
  jest.useRealTimers();
});

test('the list of agents’ bundles is empty, and its stream has a heartbeat until it is cancelled', async () => {
  jest.useFakeTimers();
  const reader = localResponse(bundles)?.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe('event: bundles\ndata: {"bundles":[]}\n\n');
  for (let beat = 0; beat < 3; beat += 1) {
    // Sanity's event source closes a stream that is silent for 45 seconds.
    jest.advanceTimersByTime(44_000);
    expect((await reader?.read())?.value).toBe(':\n\n');
  }
  await reader?.cancel();
  expect(jest.getTimerCount()).toBe(0);
});

test.each([
  'https://zp7mbokg.api.sanity.io/v1/users/me',
  'https://cdn.sanity.io/images/zp7mbokg/production/a-1x1.png',
  'http://localhost:3333/v1/ping',
  'https://fonts.example.org/a.woff2',
])('%s is not answered in the page', (address) => {
  expect(localResponse(new URL(address))).toBeUndefined();
});
