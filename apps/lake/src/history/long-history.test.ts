import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { lakeItself } from '../people/actor.ts';
import { documentEventsFor, documentsAtFor, readerOf, transactionLinesFor } from './history-reads.ts';

const changes = 120;
let lake: TestLake;
let headers: Record<string, string>;
beforeAll(async () => {
  lake = await startTestLake();
  headers = { authorization: `Bearer ${lake.lake.people.createToken('administrator', 'Test')}` };
  const client = lake.client();
  await client.create({ _id: 'busy', _type: 'note', n: 0 });
  for (let n = 1; n < changes; n++) await client.patch('busy').set({ n }).commit();
});
afterAll(() => lake.stop());

const path = (rest: string) => `${lake.url}/v1/data/history/production/${rest}`;

test('a document that is named a thousand times is read once', async () => {
  const answer = await fetch(path(`documents/${Array(1_000).fill('busy').join(',')}?time=2001-01-01T00:00:00Z`), {
    headers,
  });
  expect(await answer.json()).toEqual({ documents: [] });
  const now = await fetch(path(`documents/${Array(1_000).fill('busy').join(',')}`), { headers });
  expect(await now.json()).toEqual({ documents: [expect.objectContaining({ _id: 'busy' })] });
  const lines = await fetch(path(`transactions/${Array(1_000).fill('busy').join(',')}?limit=1000`), { headers });
  expect((await lines.text()).trim().split('\n')).toHaveLength(changes);
});

test.each(['documents', 'transactions'])('a request for too many documents is refused: %s', async (what) => {
  const ids = Array.from({ length: 1_000 }, (_, n) => `a${n}`).join(',');
  const answer = await fetch(path(`${what}/${ids}`), { headers });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('may name 200 documents at once');
});

/** How often a generator yields, and its result. */
function pausesIn<Result>(steps: Generator<unknown, Result>): { pauses: number; result: Result } {
  for (let pauses = 0; ; pauses++) {
    const { done, value } = steps.next();
    if (done) return { pauses, result: value };
  }
}

test('walking back through a history yields after each transaction', () => {
  const reader = () => readerOf({ ...lakeItself, grants: [] }, lake.lake.main.store);
  const trusted = () =>
    readerOf(
      { ...lakeItself, grants: [{ filter: '_id in path("**")', permissions: ['history'] }] },
      lake.lake.main.store,
    );
  const long = { time: '2001-01-01T00:00:00Z' };
  const request = {
    documentIds: ['busy'],
    range: { limit: changes },
    onlyNamedDocuments: false,
    excludeContent: false,
    withEffects: true,
  };
  for (const readers of [reader, trusted]) {
    expect(pausesIn(documentsAtFor(['busy'], long, readers())).pauses).toBeGreaterThanOrEqual(changes - 1);
    const lines = pausesIn(transactionLinesFor(request, readers()));
    expect(lines.pauses).toBeGreaterThanOrEqual(changes);
    expect(String(Buffer.concat(lines.result)).trim().split('\n')).toHaveLength(changes);
    const events = pausesIn(documentEventsFor('busy', { limit: 10, cursor: undefined }, readers()));
    expect(events.pauses).toBeGreaterThanOrEqual(changes);
    expect(events.result.events).toHaveLength(10);
  }
});
