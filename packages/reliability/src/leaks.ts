import type { Row } from '@bodytext/measure/measure';
import { openSecretLakes, type SecretLake } from './leak-lakes.ts';
import { listenerDifferences } from './leak-listeners.ts';
import { createChance, type Question, question } from './leak-questions.ts';

/** Who asks, with which rights. */
export type Reader = { name: string; mayReadNotes: boolean; token(lake: SecretLake): string | undefined };

const readers: Reader[] = [
  { name: 'anybody', mayReadNotes: true, token: () => undefined },
  { name: 'somebody who may read offers', mayReadNotes: false, token: ({ offersToken }) => offersToken },
];

/** What a reader has learnt: a difference between lakes that are the same to them, or the word itself. */
export type Leak = { reader: string; asked: string; answers: [string, string] };

/**
 * A lake refuses one reader more than two hundred at once, and which of them would be chance. Those of the round before
 * may not be gone yet.
 */
const mostStreams = 100;

/**
 * Asks two lakes that differ in their secrets the same questions. Whatever is answered differently, to the byte, tells
 * something of the secrets, by whichever trick.
 */
export async function leaks(questions: number): Promise<Row[]> {
  const { found, asked, listened } = await findLeaks(questions);
  const leak = found[0] && `: ${found[0].asked} by ${found[0].reader}`;
  return [
    {
      name: 'answers that tell two lakes apart by their secrets',
      value: `${found.length} of ${asked} questions and ${listened} listeners${leak ?? ''}`,
      bar: { text: 'none', met: found.length === 0 },
    },
  ];
}

export async function findLeaks(
  questions: number,
  seed = 1,
): Promise<{ found: Leak[]; asked: number; listened: number }> {
  const lakes = await openSecretLakes();
  const chance = createChance(seed);
  const found: Leak[] = [];
  try {
    for (let index = 0; index < questions; index += 1) {
      const asked = question(chance);
      // What is kept of an answer for one reader must not reach another.
      if (chance.is(0.3)) await Promise.all(lakes.map((lake) => answerTo(asked, lake, lake.administratorToken)));
      for (const reader of readers) if (isFor(asked, reader)) found.push(...(await compare(asked, reader, lakes)));
    }
    const listened = Math.ceil(questions / 20);
    for (const reader of readers) {
      for (let left = listened; left > 0; left -= mostStreams) {
        const task = { chance, listened: Math.min(left, mostStreams), reader, lakes };
        found.push(...(await listenerDifferences(task)));
      }
    }
    return { found, asked: questions * readers.length, listened: listened * readers.length };
  } finally {
    for (const lake of lakes) await lake.stop();
  }
}

/** Comments are for all who work in a newsroom, whatever documents they may read. */
function isFor({ path }: Question, { mayReadNotes }: Reader): boolean {
  return mayReadNotes || !path.includes('production-comments');
}

async function compare(asked: Question, { name, token }: Reader, lakes: [SecretLake, SecretLake]): Promise<Leak[]> {
  const [first, second] = lakes;
  const answers: [string, string] = [
    await answerTo(asked, first, token(first)),
    await answerTo(asked, second, token(second)),
  ];
  const text = JSON.stringify(asked);
  const isTold = lakes.some(({ secret }) => !text.includes(secret) && answers.join().includes(secret));
  return answers[0] === answers[1] && !isTold ? [] : [{ reader: name, asked: decodeURIComponent(text), answers }];
}

/** All of an answer but how long it took and when it was given. */
async function answerTo(
  { path, method, body }: Question,
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
  return withoutChance(JSON.stringify({ status: answer.status, headers, body: await answer.text() }));
}

/** Times and names that the lake makes up for each request. */
export function withoutChance(text: string): string {
  return text
    .replaceAll(/\\?"ms\\?":\d+/g, '"ms":0')
    .replaceAll(/\\?"(?:transactionId|listenerName|_rev)\\?":\\?"(?!secret-|open-)[\w-]{22,36}\\?"/g, '"made":"up"')
    .replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'time')
    .replaceAll(/\br[0-9a-f]{12}\b/g, 'token');
}
