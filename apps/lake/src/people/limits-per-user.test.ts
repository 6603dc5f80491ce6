import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake();
});
afterAll(() => lake.stop());

function signIn(id: string): string {
  const { people } = lake.lake;
  return people.redeemSid(people.redeemLinkCode(people.newLinkCode(id)) ?? '') ?? '';
}

test('a person has at most a hundred sessions: the oldest end', () => {
  const { people } = lake.lake;
  const { id } = people.add({ name: 'Ada', email: 'ada@example.org', role: 'editor' });
  const other = signIn(people.add({ name: 'Ben', email: 'ben@example.org', role: 'editor' }).id);
  const tokens = Array.from({ length: 102 }, () => signIn(id));
  expect(people.sessions().filter(({ userId }) => userId === id)).toHaveLength(100);
  expect(people.holderOf(tokens.at(-1) ?? '')).toBeDefined();
  expect(people.holderOf(other)).toBeDefined();
});

const put = (settings: unknown, token = lake.lake.people.createToken('viewer', 'Test')) =>
  fetch(`${lake.url}/v1/users/me/keyvalue`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(settings),
  });

test('a user has at most a thousand keys', async () => {
  const token = lake.lake.people.createToken('viewer', 'Test');
  const many = Array.from({ length: 1_000 }, (_, n) => ({ key: `k${n}`, value: n }));
  expect((await put(many, token)).status).toBe(200);
  const refused = await put({ key: 'one-more', value: 1 }, token);
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('at most 1000 settings');
  expect((await put({ key: 'k7', value: 'changed' }, token)).status).toBe(200);
  expect((await put({ key: 'x'.repeat(1_001), value: 1 })).status).toBe(400);
});

test('key-value pairs are stored in one transaction, or none if they are too many or too long', async () => {
  const { database } = lake.lake.main.store;
  let commits = 0;
  const written = { commits: () => commits };
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    if (sql === 'COMMIT') commits += 1;
    exec(sql);
  };
  const token = lake.lake.people.createToken('viewer', 'Test');
  const pairs = (count: number, value: unknown) => Array.from({ length: count }, (_, n) => ({ key: `k${n}`, value }));
  expect((await put(pairs(10_000, 1), token)).status).toBe(400);
  const long = await put(pairs(11, 'x'.repeat(99_000)), token);
  expect(long.status).toBe(400);
  expect(await long.text()).toContain('at most 1000000 characters together');
  expect((await put({ key: 'a', value: 'x'.repeat(100_000) }, token)).status).toBe(400);
  expect(written.commits()).toBe(0);
  expect((await put(pairs(500, 1), token)).status).toBe(200);
  expect(written.commits()).toBe(1);
});

test('lists in a path are deduplicated and limited', async () => {
  const headers = { authorization: `Bearer ${lake.lake.people.createToken('viewer', 'Test')}` };
  const ask = (path: string) => fetch(`${lake.url}/v1/${path}`, { headers });
  const settings = await ask(`users/me/keyvalue/${'a,'.repeat(5_000)}b`);
  expect(await settings.json()).toEqual([
    { key: 'a', value: null },
    { key: 'b', value: null },
  ]);
  const { id } = lake.lake.people.add({ name: 'Cy', email: 'cy@example.org', role: 'editor' });
  expect(await (await ask(`users/${Array(500).fill(id).join(',')},x`)).json()).toEqual([
    expect.objectContaining({ id }),
  ]);
  const numbers = Array.from({ length: 5_000 }, (_, n) => n).join(',');
  for (const path of [`users/me/keyvalue/${numbers}`, `users/${numbers}`, `data/doc/production/${numbers}`]) {
    const refused = await ask(path);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('at once');
  }
});

test('a caller with many long bodies gets 429, and does not delay another caller’s', async () => {
  const text = JSON.stringify({ query: '$text[0]', params: { text: Array.from({ length: 20_000 }, (_, n) => n) } });
  const post = (token: string) =>
    fetch(`${lake.url}/v1/data/query/production`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: text,
    });
  const [greedy, modest] = ['Greedy', 'Modest'].map((label) => lake.lake.people.createToken('viewer', label));
  // Charges the caller as if it had just blocked the event loop.
  const { main, shares } = lake.lake;
  shares.charge(main.actor(lake.lake.holderOf(greedy)).id, 200);
  const many = Promise.all(Array.from({ length: 20 }, () => post(greedy ?? '')));
  expect((await post(modest ?? '')).status).toBe(200);
  const statuses = (await many).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  expect(statuses.filter((status) => status === 200)).toHaveLength(16);
}, 60_000);
