import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

/** Each looks at all for each: a million times, for which no machine is fast enough. */
const notes = 1_000;

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake();
  const transaction = lake.client().transaction();
  for (let n = 0; n < notes; n += 1) transaction.create({ _id: `a${n}`, _type: 'note', n });
  await transaction.commit();
});
afterAll(() => lake.stop());

test('the queries of one request share one limit of time, however many there are', async () => {
  const query = '*[count(*[count(*[n > ^.n]) > ^.n]) > 0]';
  const mutations = Array.from({ length: 100 }, () => ({ delete: { query } }));
  const failure = await failureOf(lake.client().mutate(mutations));
  expect(failure.statusCode).toBe(400);
  expect(failure.message).toContain('stopped');
  expect(await lake.client().fetch('count(*[_type == "note"])')).toBe(notes);
});
