import { everything } from '@bodytext/groq/access';
import { raw } from '@bodytext/groq/perspective';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';
import { createSelectIds } from './select-ids.ts';
import { createPacemaker } from './workload.ts';

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

/** Looks at no document, and would go on for hours: a hundred thousand numbers, each compared with all. */
const endless = {
  query: '*[count($list[count($list[@ > ^]) > 0]) > 0]',
  params: { list: Array.from({ length: 100_000 }, (_, n) => n) },
};

test('the queries of one request share one limit of time, however many there are, and then others have theirs', async () => {
  const client = lake.client();
  const query = '*[count(*[count(*[n > ^.n]) > ^.n]) > 0]';
  const failure = await failureOf(client.mutate(Array.from({ length: 100 }, () => ({ delete: { query } }))));
  expect(failure).toMatchObject({ statusCode: 400, message: expect.stringContaining('stopped') });
  const next = await failureOf(client.mutate([{ patch: { ...endless, set: { n: 0 } } }]));
  expect(next).toMatchObject({ statusCode: 429, details: { items: [{ error: { type: 'rateLimitError' } }] } });
  expect(next.message).toMatch(/again in \d+ seconds?/);
  expect(await client.fetch('count(*[_type == "note"])')).toBe(notes);
  // What takes no time may be written at any time.
  await client.mutate([{ patch: { query: '*[_id == "a0"]', set: { seen: true } } }]);
  expect(await client.fetch('*[seen]._id')).toEqual(['a0']);
});

test.each([
  ['over lists that are sent with it', endless],
  [
    'of a text that is cut again and again',
    {
      query: `*[${Array.from({ length: 80 }, () => 'count(string::split($text, "")) > 0').join(' && ')}]`,
      params: { text: 'x'.repeat(3_500_000) },
    },
  ],
])('a query is stopped in a loop %s', async (_, selection) => {
  const other = await startTestLake();
  await other.client().create({ _id: 'a', _type: 'note' });
  const failure = await failureOf(other.client().mutate([{ delete: selection }]));
  await other.stop();
  expect(failure).toMatchObject({ statusCode: 400, message: expect.stringContaining('stopped') });
});

test('what queries take counts with what is written', async () => {
  const { run } = createPacemaker(() => 0);
  const { documents } = lake.lake.main.store;
  const scope = { documents, perspective: raw, access: everything, identity: '', project: lake.lake.main.project };
  const spent: number[] = [];
  run({}, (load) => {
    const select = createSelectIds(scope);
    const watched = { ...load, spend: (cost: number) => spent.push(cost) };
    // Long enough that the CPU's clock, which is coarser than the wall's on some machines, sees it.
    expect(select('*[_type == "note" && n < 2 && count(*[n > ^.n]) > 0]', {}, watched)).toEqual(['a0', 'a1']);
  });
  expect(spent).toEqual([expect.any(Number)]);
  expect(spent[0]).toBeGreaterThan(0);
});
