import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { storeDocuments } from '../dataset-file/store-documents.ts';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { exportStream } from './export-stream.ts';

/** More than a page, and more than the connection itself holds back. */
const many = 12_000;

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake({
    plugin: { roles: { marketer: { grants: [{ filter: '_type == "offer"', permissions: ['read'] }] } } },
  });
  const notes = Array.from({ length: many }, (_, n) => ({ _id: `n${n}`, _type: 'note', text: 'word '.repeat(200) }));
  const others = [
    { _id: 'drafts.a', _type: 'note' },
    { _id: 'b', _type: 'offer' },
  ];
  storeDocuments(lake.lake.main, [...others, ...notes], 'refuse');
}, 60_000);
afterAll(() => lake.stop());

function exported(query: string, role: 'viewer' | 'marketer' = 'viewer', signal?: AbortSignal): Promise<Response> {
  const token = lake.lake.people.createToken(role, 'Test');
  const headers = { authorization: `Bearer ${token}` };
  return fetch(`${lake.url}/v2025-02-19/data/export/production${query}`, { headers, signal });
}

async function idsIn(response: Response): Promise<string[]> {
  const lines = (await response.text()).trim().split('\n');
  return lines.map((line): string => JSON.parse(line)._id ?? line);
}

test('gives every document as it is at one moment, whatever is written while it is read', async () => {
  const response = await exported('');
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  await lake.client().create({ _id: 'zz-later', _type: 'note' });
  const ids = await idsIn(response);
  expect(ids).toHaveLength(many + 2);
  expect(ids).toEqual(ids.toSorted());
  expect(ids).not.toContain('zz-later');
  await lake.client().delete('zz-later');
});

test('gives pages to who asks for them, and types', async () => {
  const first = await idsIn(await exported('?nextCursor='));
  const { nextCursor } = JSON.parse(first.pop() ?? '{}');
  expect(first).toHaveLength(10_000);
  expect(first.at(-1)).toBe(nextCursor);
  expect(await idsIn(await exported(`?nextCursor=${nextCursor}`))).toHaveLength(many + 2 - 10_000);
  expect(await idsIn(await exported('?types=offer'))).toEqual(['b']);
});

test('gives nobody more than they may read, and strangers nothing', async () => {
  expect(await idsIn(await exported('', 'marketer'))).toEqual(['b']);
  expect((await fetch(`${lake.url}/v1/data/export/production`)).status).toBe(401);
});

test('only so many run at once, and those who stop reading make room for others', async () => {
  const { signal, abort } = abortable();
  const open = await Promise.all([1, 2, 3, 4].map(() => exported('', 'viewer', signal)));
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await exported('')).status).toBe(429);
  abort();
  await until(async () => (await exported('')).status === 200, 30_000);
}, 60_000);

test('nobody has all the places: of one caller two run at once', async () => {
  const { signal, abort } = abortable();
  const headers = { authorization: `Bearer ${lake.lake.people.createToken('viewer', 'Test')}` };
  const own = () => fetch(`${lake.url}/v1/data/export/production`, { headers, signal });
  const statuses = (await Promise.all([own(), own(), own()])).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 200, 429]);
  expect((await exported('?types=offer', 'viewer', signal)).status).toBe(200);
  abort();
});

test('who asks only for the head of an export takes no place', async () => {
  const headers = { authorization: `Bearer ${lake.lake.people.createToken('viewer', 'Test')}` };
  for (let asked = 0; asked < 5; asked += 1) {
    const answer = await fetch(`${lake.url}/v1/data/export/production`, { method: 'HEAD', headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  }
  expect((await exported('?types=offer')).status).toBe(200);
});

test('who takes nothing of an export for too long loses their place', async () => {
  let ends = 0;
  const lines = (function* endless() {
    while (true) yield 'line\n';
  })();
  const end = (): void => {
    ends += 1;
  };
  const reader = exportStream(lines, end, async (work) => work(), 50).getReader();
  await reader.read();
  await until(() => ends === 1);
  await expect(reader.read().then(() => reader.read())).rejects.toThrow('for too long');
  expect(ends).toBe(1);
});

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
