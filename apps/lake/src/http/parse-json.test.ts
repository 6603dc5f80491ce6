import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { parseJson } from './parse-json.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake();
});
afterAll(() => lake.stop());

test('valid JSON is parsed as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const padded = `${text}${' '.repeat(501)}`;
      expect(parseJson(padded)).toEqual(JSON.parse(text));
    }),
  );
});

test('brackets in strings do not count as nesting', () => {
  const value = { a: `${'['.repeat(2_000)}\\"${'{'.repeat(2_000)}`, b: '\\'.repeat(501), c: ['"', '[[['] };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
});

const deep = (times: number): string => `${'['.repeat(times)}${']'.repeat(times)}`;

test.each([3_000, 60_000])('%i nested brackets are refused, wherever they are sent', async (times) => {
  const authorization = `Bearer ${lake.lake.people.createToken('administrator', 'Test')}`;
  const create = `{"_id":"x","_type":"note","a":${deep(times)}}`;
  const requests: [method: string, path: string, body: string][] = [
    ['POST', 'data/query/production', `{"query":"$a","params":{"a":${deep(times)}}}`],
    ['POST', 'data/mutate/production?autoGenerateArrayKeys=true', `{"mutations":[{"create":${create}}]}`],
    ['POST', 'data/actions/production', `{"actions":[{"actionType":"x","a":${deep(times)}}]}`],
    ['PUT', 'users/me/keyvalue/a', `{"value":${deep(times)}}`],
    ['POST', 'projects/bodytext/cors', `{"origin":${deep(times)}}`],
    ['POST', 'hooks/projects/bodytext', `{"name":${deep(times)}}`],
  ];
  for (const [method, path, body] of requests) {
    const answer = await fetch(`${lake.url}/v1/${path}`, { method, body, headers: { authorization } });
    expect([path, answer.status]).toEqual([path, 400]);
  }
  const inAddress = `query=$a&$a=${'['.repeat(15_000)}${']'.repeat(15_000)}`;
  const answer = await fetch(`${lake.url}/v1/data/query/production?${inAddress}`, { headers: { authorization } });
  expect(answer.status).toBe(400);
});
