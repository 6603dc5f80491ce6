import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { compressed } from './compression.ts';

let lake: TestLake;
let token: string;
const result = z.object({ result: z.array(z.object({ text: z.string() })) });
const text = 'Łódź, “bursitis” and 😀 '.repeat(400);

beforeAll(async () => {
  lake = await startTestLake();
  token = String(lake.client().config().token);
  await lake.client().create({ _id: 'long', _type: 'note', text });
});
afterAll(() => lake.stop());

type Raw = { headers: Record<string, unknown>; bytes: Buffer };

/** Not with `fetch`, which would decompress the body. */
function ask(path: string, acceptEncoding: string | undefined, method = 'GET'): Promise<Raw> {
  const headers = { authorization: `Bearer ${token}`, ...(acceptEncoding && { 'accept-encoding': acceptEncoding }) };
  return new Promise((resolve, reject) => {
    request(lake.url + path, { method, headers }, (answer) => {
      buffer(answer).then((bytes) => resolve({ headers: answer.headers, bytes }), reject);
    })
      .on('error', reject)
      .end();
  });
}

const query = `/v2025-02-19/data/query/production?query=${encodeURIComponent('*[_type == "note"]{text}')}`;

describe('a long answer is compressed by what is accepted', () => {
  test.each([
    ['br, gzip', 'br'],
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0.5, br;q=0.1', 'gzip'],
    ['*', 'br'],
    ['identity', undefined],
    ['zstd', undefined],
    ['br;q=0, gzip;q=0', undefined],
    ['nonsense;;q=,', undefined],
    [undefined, undefined],
  ])('%s → %s', async (accepted, encoding) => {
    const { headers, bytes } = await ask(query, accepted);
    expect(headers['content-encoding']).toBe(encoding);
    const plain = encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes;
    expect(result.parse(JSON.parse(plain.toString())).result).toEqual([{ text }]);
    expect(headers['content-length']).toBe(String(bytes.length));
    if (encoding !== undefined) {
      expect(String(headers.vary)).toContain('accept-encoding');
      expect(bytes.length).toBeLessThan(plain.length / 5);
    }
  });

  test('also one that streams, such as an export', async () => {
    const { headers, bytes } = await ask('/v1/data/export/production', 'gzip');
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(bytes).toString()).toContain('bursitis');
  });
});

test('a short answer, and one without a body, is sent as it is', async () => {
  expect((await ask('/v1/ping', 'br, gzip')).headers['content-encoding']).toBeUndefined();
  const { headers, bytes } = await ask(query, 'br, gzip', 'HEAD');
  expect([headers['content-encoding'], bytes.length]).toEqual([undefined, 0]);
});

test('long answers are compressed round robin: a caller with many delays another caller by one', async () => {
  const long = Buffer.from('Back pain and what helps. '.repeat(20_000));
  const order: string[] = [];
  const compress = (caller: string, n: number) =>
    compressed(long, 'gzip', caller).then(() => order.push(`${caller} ${n}`));
  await Promise.all([0, 1, 2].map((n) => compress('greedy', n)).concat(compress('modest', 0)));
  expect(order).toEqual(['greedy 0', 'modest 0', 'greedy 1', 'greedy 2']);
});
