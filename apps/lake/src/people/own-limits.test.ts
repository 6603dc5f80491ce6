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

test('of more than a hundred sessions of one person, the oldest end', () => {
  const { people } = lake.lake;
  const { id } = people.add({ name: 'Ada', email: 'ada@example.org', role: 'editor' });
  const other = signIn(people.add({ name: 'Ben', email: 'ben@example.org', role: 'editor' }).id);
  const tokens = Array.from({ length: 102 }, () => signIn(id));
  expect(people.sessions().filter(({ userId }) => userId === id)).toHaveLength(100);
  expect(people.holderOf(tokens.at(-1) ?? '')).toBeDefined();
  expect(people.holderOf(other)).toBeDefined();
});

test('nobody has more than a thousand settings', async () => {
  const authorization = `Bearer ${lake.lake.people.createToken('viewer', 'Test')}`;
  const put = (settings: unknown) =>
    fetch(`${lake.url}/v1/users/me/keyvalue`, {
      method: 'PUT',
      headers: { authorization },
      body: JSON.stringify(settings),
    });
  const many = Array.from({ length: 1_000 }, (_, n) => ({ key: `k${n}`, value: n }));
  expect((await put(many)).status).toBe(200);
  const refused = await put({ key: 'one-more', value: 1 });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('at most 1000 settings');
  expect((await put({ key: 'k7', value: 'changed' })).status).toBe(200);
  expect((await put({ key: 'x'.repeat(1_001), value: 1 })).status).toBe(400);
});
