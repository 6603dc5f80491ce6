import { everything } from '@bodytext/groq/access';
import { raw } from '@bodytext/groq/perspective';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createShares } from '../fairness/shares.ts';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { lakeItself } from '../people/actor.ts';
import { createAsker } from './asker.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake({
    isPublic: true,
    plugin: { roles: { marketer: { grants: [{ filter: '_type == "offer"', permissions: ['read'] }] } } },
  });
  await lake
    .client()
    .mutate([
      { create: { _id: 'a', _type: 'article', title: 'Back pain' } },
      { create: { _id: 'drafts.a', _type: 'article', title: 'Secret pain' } },
      { create: { _id: 'o', _type: 'offer', title: 'Sale' } },
    ]);
  // The other thread starts with the first query for it, which on a busy machine takes longer than a query may.
  await until(() =>
    lake
      .client()
      .fetch(elsewhere)
      .then(
        () => true,
        () => false,
      ),
  );
});
afterAll(() => lake.stop());

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** It looks back from a loop, so that its time is not bounded: it runs in the other thread. */
const elsewhere = '*[count(*[_id in ^.ids]) == 0] | order(title) .title';

/** Makes a query a loop within a loop over so many. */
function loopOver(length: number): (inner: string) => string {
  const list = JSON.stringify(Array.from({ length }, (_, n) => n));
  return (inner) => `count(${list}[${inner} > 0])`;
}

test('who may not see a document does not see it in the other thread either', async () => {
  expect(await lake.client().fetch(elsewhere)).toEqual(['Back pain', 'Sale', 'Secret pain']);
  expect(await lake.client('marketer').fetch(elsewhere)).toEqual(['Sale']);
  expect(await lake.anonymous().fetch(elsewhere)).toEqual(['Back pain', 'Sale']);
});

test('the other thread sees a write as soon as it is answered', async () => {
  const client = lake.client();
  for (const title of ['One', 'Two', 'Three']) {
    await client.createOrReplace({ _id: 'o', _type: 'offer', title });
    expect(await lake.client('marketer').fetch(elsewhere)).toEqual([title]);
  }
});

test('an answer that is kept is never given after a write, nor to somebody with other rights', async () => {
  const client = lake.client();
  const titles = '*[_type == "article"].title | order(@)';
  for (let asked = 0; asked < 3; asked++) expect(await client.fetch(titles)).toEqual(['Back pain', 'Secret pain']);
  expect(await lake.anonymous().fetch(titles)).toEqual(['Back pain']);
  expect(await lake.client('marketer').fetch(titles)).toEqual([]);
  await client.patch('a').set({ title: 'Neck pain' }).commit();
  expect(await client.fetch(titles)).toEqual(['Neck pain', 'Secret pain']);
});

test.each([20, 150])(
  'loops within loops over lists of %i are stopped, and others are answered meanwhile',
  async (length) => {
    const loop = loopOver(length);
    const hostile = loop(loop(loop(loop(loop(loop('count([@, ^])'))))));
    const client = lake.client('editor', { maxRetries: 0 });
    const stopped = client.fetch(hostile).catch((error: Error) => error.message);
    expect(await client.fetch('*[_id == "o"][0]._type')).toBe('offer');
    expect(await stopped).toContain('stopped');
  },
);

test('whoever has had others wait has the other thread answer what is large, and what is small at once as ever', async () => {
  await lake
    .client()
    .mutate(numbers(40).map((n) => ({ create: { _id: `m${n}`, _type: 'many', text: 'words '.repeat(500) } })));
  const { store, project } = lake.lake.main;
  const shares = { ...createShares(), restOf: (caller: string) => (caller === 'greedy' ? 1 : 0) };
  const asker = createAsker({ documents: store.documents, project, folder: lake.dataDir, shares });
  const actor = { ...lakeItself, access: everything };
  const ask = (caller: string, query: string) => asker.ask(actor, { query, params: {}, perspective: raw }, caller);
  const large = '*[_type == "many"]{..., "n": 1}';
  try {
    const small = '*[_id == "m7"][0]';
    // Compiled before, so that compiling does not use up the small budget.
    for (let n = 0; n < 20; n++) await ask('modest', small);
    const answers = [ask('greedy', large), ask('modest', large), ask('greedy', small)];
    expect(answers.map((answer) => answer instanceof Promise)).toEqual([true, false, false]);
    expect(await answers[0]).toEqual(answers[1]);
  } finally {
    await asker.close();
  }
});

test.each([
  ['projections', `*${'{a}'.repeat(9_000)}`],
  ['positions', `*${'[0]'.repeat(9_000)}`],
  ['a path', `*[${'a.'.repeat(9_000)}a]`],
  ['a list', `*[_id in [${'"a",'.repeat(9_000)}"b"]]`],
])('others are answered while %s without an end are read', async (_name, hostile) => {
  const client = lake.client('editor', { maxRetries: 0 });
  let isOver = false;
  const asked = fetch(`${lake.url}/v1/data/query/production`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: hostile }),
  }).then(({ status }) => {
    isOver = true;
    return status;
  });
  const answers: unknown[] = [];
  while (!isOver) answers.push(await client.fetch('*[_id == "o"][0]._type'));
  // Beside the one that may have been answered first.
  expect(answers.length).toBeGreaterThan(1);
  expect(await asked).toBeLessThan(500);
});

test.each(['delete', 'listen'])('a query too long to be read while others wait is refused: %s', async (where) => {
  const query = `*[_id in [${'"a",'.repeat(2_000)}"b"]]`;
  const headers = {
    authorization: `Bearer ${lake.lake.people.createToken('editor', 'Test')}`,
    'content-type': 'application/json',
  };
  const mutations = [{ delete: { query } }];
  const answer =
    where === 'delete'
      ? await fetch(`${lake.url}/v1/data/mutate/production`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ mutations }),
        })
      : await fetch(`${lake.url}/v1/data/listen/production?query=${encodeURIComponent(query)}`, { headers });
  expect(await answer.text()).toContain('parts');
});

test('a long answer of the other thread is the same, asked by GET and by POST', async () => {
  const text = 'İ back pain 😀\n'.repeat(40_000);
  await lake.client().createOrReplace({ _id: 'long', _type: 'article', title: text });
  const query = '*[_id == "long" && count(*[_id in ^.ids]) == 0]{title, "loop": count(*[_id in ^.ids])}';
  const headers = {
    authorization: `Bearer ${lake.client().config().token}`,
    'content-type': 'application/json',
    'accept-encoding': 'identity',
  };
  const address = `${lake.url}/v2025-02-19/data/query/production?perspective=raw&resultSourceMap=true`;
  // One after the other: on a slow machine both at once take longer than a query may.
  for (const ask of [
    () => fetch(`${address}&query=${encodeURIComponent(query)}`, { headers }),
    () => fetch(address, { method: 'POST', headers, body: JSON.stringify({ query }) }),
  ]) {
    const answer = await ask();
    const body = await answer.text();
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
    expect(JSON.parse(body)).toMatchObject({
      result: [{ title: text, loop: 0 }],
      resultSourceMap: { documents: [{ _id: 'long' }], paths: ["$['title']"] },
      query,
      ms: expect.any(Number),
    });
  }
});
