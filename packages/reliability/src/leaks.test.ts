import { expect, test } from '@jest/globals';
import { findLeaks, leaks } from './leaks.ts';
import { openSecretLakes } from './secret-lakes.ts';

test('two lakes that differ only in documents a reader may not read give that reader equal responses', async () => {
  const { found, compared, listened } = await findLeaks(300, 7);
  expect(found.slice(0, 3)).toEqual([]);
  expect({ compared, listened }).toEqual({ compared: 600, listened: 30 });
}, 120_000);

test('the two lakes do differ: an administrator’s count does', async () => {
  const lakes = await openSecretLakes();
  const counts = await Promise.all(
    lakes.map(async ({ url, administratorToken }) => {
      const headers = { authorization: `Bearer ${administratorToken}` };
      return (await fetch(`${url}/v1/data/query/production?query=count(*)`, { headers })).json();
    }),
  );
  for (const lake of lakes) await lake.stop();
  expect(counts[0]).not.toEqual(counts[1]);
}, 60_000);

test('the row says how many requests were compared', async () => {
  expect(await leaks(10)).toMatchObject([{ bar: { met: true }, value: expect.stringContaining('of 20 questions') }]);
}, 60_000);
