/** @jest-environment node */
import { afterEach, expect, test } from '@jest/globals';
import { Thread } from './thread.ts';

let thread: Thread;

afterEach(() => thread.close());

test('questions are answered elsewhere, each with its own answer', async () => {
  thread = new Thread('thread/thread.fixture.ts', { greeting: 'Hello' });
  const answers = await Promise.all([thread.ask('Ann'), thread.ask('Bob')]);
  expect(answers).toEqual(['Hello, Ann', 'Hello, Bob']);
});

test('what is thrown there is thrown here, and the thread goes on', async () => {
  thread = new Thread('thread/thread.fixture.ts', { greeting: 'Hello' });
  await expect(thread.ask('nobody')).rejects.toThrow('Nobody is here.');
  expect(await thread.ask('Ann')).toBe('Hello, Ann');
});

test('a thread that dies fails what it was asked, and is there again for the next question', async () => {
  thread = new Thread('thread/thread.fixture.ts', { greeting: 'Hello' });
  await expect(thread.ask('death')).rejects.toThrow('ended');
  expect(await thread.ask('Ann')).toBe('Hello, Ann');
});
