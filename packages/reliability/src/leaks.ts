import type { Row } from '@bodytext/measure/measure';
import { type Leak, type Reader, withoutVolatile } from './leak.ts';
import { listenerDifferences } from './leak-listeners.ts';
import { type LeakRequest, randomRequest } from './leak-requests.ts';
import { createRandom } from './random.ts';
import { openSecretLakes, type SecretLake } from './secret-lakes.ts';

const readers: Reader[] = [
  { name: 'anybody', mayReadNotes: true, token: () => undefined },
  { name: 'somebody who may read offers', mayReadNotes: false, token: ({ offersToken }) => offersToken },
];

/**
 * Half of the lake's limit of open streams per caller, as the last round's streams may not be closed yet: which streams
 * are refused beyond the limit is random, and would be a difference.
 */
const maxStreams = 100;

/**
 * Sends the same requests to two lakes that differ in their secrets only. Any response that differs by a byte is a leak,
 * whichever part of the lake caused it.
 */
export async function leaks(requests: number): Promise<Row[]> {
  const { found, compared, listened } = await findLeaks(requests);
  const leak = found[0] && `: ${found[0].request} by ${found[0].reader}`;
  return [
    {
      name: 'answers that tell two lakes apart by their secrets',
      value: `${found.length} of ${compared} questions and ${listened} listeners${leak ?? ''}`,
      bar: { text: 'none', met: found.length === 0 },
    },
  ];
}

export async function findLeaks(
  requests: number,
  seed = 1,
): Promise<{ found: Leak[]; compared: number; listened: number }> {
  const lakes = await openSecretLakes();
  const random = createRandom(seed);
  const found: Leak[] = [];
  try {
    for (let index = 0; index < requests; index += 1) {
      const request = randomRequest(random);
      // Fills the caches with an administrator's results, which must not reach a reader.
      if (random.chance(0.3))
        await Promise.all(lakes.map((lake) => responseTo(request, lake, lake.administratorToken)));
      for (const reader of readers) if (isFor(request, reader)) found.push(...(await compare(request, reader, lakes)));
    }
    const listened = Math.ceil(requests / 20);
    for (const reader of readers) {
      for (let left = listened; left > 0; left -= maxStreams) {
        const task = { random, listened: Math.min(left, maxStreams), reader, lakes };
        found.push(...(await listenerDifferences(task)));
      }
    }
    return { found, compared: requests * readers.length, listened: listened * readers.length };
  } finally {
    for (const lake of lakes) await lake.stop();
  }
}

/** Every role may read comments, so those are no leak to the role of offers. */
function isFor({ path }: LeakRequest, { mayReadNotes }: Reader): boolean {
  return mayReadNotes || !path.includes('production-comments');
}

async function compare(
  request: LeakRequest,
  { name, token }: Reader,
  lakes: [SecretLake, SecretLake],
): Promise<Leak[]> {
  const [first, second] = lakes;
  const responses: [string, string] = [
    await responseTo(request, first, token(first)),
    await responseTo(request, second, token(second)),
  ];
  const text = JSON.stringify(request);
  const hasSecret = lakes.some(({ secret }) => !text.includes(secret) && responses.join().includes(secret));
  return responses[0] === responses[1] && !hasSecret
    ? []
    : [{ reader: name, request: decodeURIComponent(text), responses }];
}

/** Status, headers and body, without times. */
async function responseTo(
  { path, method, body }: LeakRequest,
  lake: SecretLake,
  token: string | undefined,
): Promise<string> {
  const answer = await fetch(lake.url + path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
  });
  const headers = [...answer.headers].filter(([name]) => !['date', 'content-length'].includes(name));
  return withoutVolatile(JSON.stringify({ status: answer.status, headers, body: await answer.text() }));
}
