import { everything } from '@bodytext/groq/access';
import { raw } from '@bodytext/groq/perspective';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCpuLimiter } from '../fairness/cpu-limiter.ts';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { lakeItself } from '../people/actor.ts';
import { createQueryRunner } from './query-runner.ts';

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
  // Starts the worker thread: on a busy machine that takes longer than a query’s timeout.
  await until(() =>
    lake
      .client()
      .fetch(unbounded)
      .then(
        () => true,
        () => false,
      ),
  );
});
afterAll(() => lake.stop());

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Its filter refers to the outer document, so its time is not bounded: it runs in a worker thread. */
const unbounded = '*[count(*[_id in ^.ids]) == 0] | order(title) .title';

/** Wraps a query in a loop over a list of this length. */
function loopOver(length: number): (inner: string) => string {
  const list = JSON.stringify(Array.from({ length }, (_, n) => n));
  return (inner) => `count(${list}[${inner} > 0])`;
}

test('a worker thread applies the same rights as the main thread', async () => {
  expect(await lake.client().fetch(unbounded)).toEqual(['Back pain', 'Sale', 'Secret pain']);
  expect(await lake.client('marketer').fetch(unbounded)).toEqual(['Sale']);
  expect(await lake.anonymous().fetch(unbounded)).toEqual(['Back pain', 'Sale']);
});

test('a query in a worker thread sees every write that was answered before it', async () => {
  const client = lake.client();
  for (const title of ['One', 'Two', 'Three']) {
    await client.createOrReplace({ _id: 'o', _type: 'offer', title });
    expect(await lake.client('marketer').fetch(unbounded)).toEqual([title]);
  }
});

test('a cached answer is not served after a write, nor to a caller with other rights', async () => {
  const client = lake.client();
  const titles = '*[_type == "article"].title | order(@)';
  for (let asked = 0; asked < 3; asked++) expect(await client.fetch(titles)).toEqual(['Back pain', 'Secret pain']);
  expect(await lake.anonymous().fetch(titles)).toEqual(['Back pain']);
  expect(await lake.client('marketer').fetch(titles)).toEqual([]);
  await client.patch('a').set({ title: 'Neck pain' }).commit();
  expect(await client.fetch(titles)).toEqual(['Neck pain', 'Secret pain']);
});

test.each([20, 150])(
  'nested loops over lists of %i are stopped, and other queries are answered meanwhile',
  async (length) => {
    const loop = loopOver(length);
    const hostile = loop(loop(loop(loop(loop(loop('count([@, ^])'))))));
    const client = lake.client('editor', { maxRetries: 0 });
    const stopped = client.fetch(hostile).catch((error: Error) => error.message);
    expect(await client.fetch('*[_id == "o"][0]._type')).toBe('offer');
    expect(await stopped).toContain('stopped');
  },
);

test('large queries of a rate-limited caller run in a worker thread, small ones still on the main thread', async () => {
  await lake
    .client()
    .mutate(numbers(40).map((n) => ({ create: { _id: `m${n}`, _type: 'many', text: 'words '.repeat(500) } })));
  const { store, project } = lake.lake.main;
  const cpuLimiter = { ...createCpuLimiter(), waitMs: (caller: string) => (caller === 'greedy' ? 1 : 0) };
  const queryRunner = createQueryRunner({ documents: store.documents, project, folder: lake.dataDir, cpuLimiter });
  const actor = { ...lakeItself, access: everything };
  const ask = (caller: string, query: string) =>
    queryRunner.run(actor, { query, params: {}, perspective: raw }, caller);
  const large = '*[_type == "many"]{..., "n": 1}';
  try {
    const small = '*[_id == "m7"][0]';
    // Compiled now, so that compiling does not use up the small budget.
    for (let n = 0; n < 20; n++) await ask('modest', small);
    const answers = [ask('greedy', large), ask('modest', large), ask('greedy', small)];
    expect(answers.map((answer) => answer instanceof Promise)).toEqual([true, false, false]);
    expect(await answers[0]).toEqual(answers[1]);
  } finally {
    await queryRunner.close();
  }
});

test.each([
  ['projections', `*${'{a}'.repeat(9_000)}`],
  ['positions', `*${'[0]'.repeat(9_000)}`],
  ['a path', `*[${'a.'.repeat(9_000)}a]`],
  ['a list', `*[_id in [${'"a",'.repeat(9_000)}"b"]]`],
])('other queries are answered while endless %s are parsed', async (_name, hostile) => {
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
  // One may have been answered before the hostile query arrived.
  expect(answers.length).toBeGreaterThan(1);
  expect(await asked).toBeLessThan(500);
});

test.each(['delete', 'listen'])('a query too long to parse on the main thread is refused: %s', async (where) => {
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

test('a long answer of a worker thread is the same by GET and by POST', async () => {
  const text = 'İ back pain 😀\n'.repeat(40_000);
  await lake.client().createOrReplace({ _id: 'long', _type: 'article', title: text });
  const query = '*[_id == "long" && count(*[_id in ^.ids]) == 0]{title, "loop": count(*[_id in ^.ids])}';
  const headers = {
    authorization: `Bearer ${lake.client().config().token}`,
    'content-type': 'application/json',
    'accept-encoding': 'identity',
  };
  const address = `${lake.url}/v2025-02-19/data/query/production?perspective=raw&resultSourceMap=true`;
  // One after the other: on a slow machine both at once would time out.
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
