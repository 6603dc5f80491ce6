import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { committedAfter } from '../listen/replay.ts';

/** 40 MB of history, more than one request may read. */
const rounds = 14;
let lake: TestLake;
let token: string;
const revisions: string[] = [];
beforeAll(async () => {
  lake = await startTestLake();
  token = lake.lake.people.createToken('administrator', 'Test');
  const client = lake.client();
  for (let round = 0; round < rounds; round += 1) {
    // Another letter each time, so that the patches share no text.
    const text = String.fromCharCode(97 + round).repeat(1_000_000);
    revisions.push((await client.createOrReplace({ _id: 'large', _type: 'note', text }))._rev);
  }
  await client.create({ _id: 'small', _type: 'note' });
}, 60_000);
afterAll(() => lake.stop());

async function ask(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${lake.url}/v1/data/history/production/${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, text: await response.text() };
}

describe('a history that is larger than one request may read', () => {
  test('lists its transactions', async () => {
    const { status, text } = await ask('transactions/large?excludeContent=true&limit=100');
    expect(status).toBe(200);
    expect(text.trim().split('\n')).toHaveLength(rounds);
    expect((await ask('events/documents/large')).status).toBe(200);
  });

  test('gives the contents of a part, and refuses too large a part', async () => {
    expect((await ask('transactions/large?limit=2&effectFormat=mendoza')).status).toBe(200);
    const { status, text } = await ask('transactions/large?limit=100&effectFormat=mendoza');
    expect(status).toBe(400);
    expect(text).toContain('holds more than 32 MB. Ask for fewer transactions');
  });

  test('gives a revision of the document', async () => {
    const { status, text } = await ask(`documents/large?revision=${revisions.at(-3)}`);
    expect(status).toBe(200);
    expect(text).toContain(String.fromCharCode(97 + rounds - 3).repeat(10));
  });

  test('is not replayed to listeners that reconnect: they fetch the documents again', () => {
    const { store } = lake.lake.main;
    expect(committedAfter(0, store, 1_000)).toBeUndefined();
    const last = store.log.seqOf(revisions.at(-1) ?? '') ?? 0;
    expect(committedAfter(last, store, 1_000)).toHaveLength(1);
  });
});
