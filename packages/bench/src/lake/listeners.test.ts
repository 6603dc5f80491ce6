import { expect, test } from '@jest/globals';
import { listeners } from './listeners.ts';

test('an edit reaches every Studio that has to hear of it', async () => {
  const rows = await listeners(12, 4);
  // Twelve list and preview streams, and two of each of the ten that have the document open, and the lone one: four times.
  expect(rows.map(({ name }) => name)).toContain('an edit reaches 12 open Studios (73 streams), p99 of 180 deliveries');
}, 60_000);
