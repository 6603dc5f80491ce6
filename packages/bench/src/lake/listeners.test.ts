import { expect, test } from '@jest/globals';
import { listeners } from './listeners.ts';

test('an edit is delivered to every Studio whose listeners match it', async () => {
  const rows = await listeners(12, 4);
  // Twelve list and twelve preview streams, two of each of the ten Studios with the document open, and the lone one: four edits.
  expect(rows.map(({ name }) => name)).toContain('an edit reaches 12 open Studios (73 streams), p99 of 180 deliveries');
}, 60_000);
