import { expect, test } from '@jest/globals';
import { outage } from './outage.ts';

test('while the lake fails in every way, through a restart, every page stands as it was, without what was taken away', async () => {
  const { wrong, asked, addresses, ways } = await outage({ each: 0, most: 12, withRebuild: false });
  expect(wrong).toEqual([]);
  expect(ways.length).toBe(9);
  expect(addresses).toBeGreaterThan(30);
  expect(asked).toBe(addresses * ways.length);
}, 900_000);
