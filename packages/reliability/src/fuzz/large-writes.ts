import type { FuzzRequest } from './request.ts';
import { createSender } from './send.ts';

const atOnce = 8;
/** Large writes queue behind each other; what is measured is the latency of the probe beside them. */
const timeoutMs = 60_000;
const json = { 'content-type': 'application/json' };

export type LargeWrites = { stored: number; refused: number; failed: string[] };

/** Sends writes at and above the lake's limits, `times` of them, eight at once. */
export async function writeLargest(url: string, token: string, times: number): Promise<LargeWrites> {
  const sender = createSender(url, atOnce, timeoutMs);
  const found: LargeWrites = { stored: 0, refused: 0, failed: [] };
  let next = 0;
  const writers = Array.from({ length: atOnce }, async () => {
    while (next < times) {
      const number = next;
      next += 1;
      const { name, mutations } = largestWrite(number);
      const { status, problem } = await sender.send(requestOf(mutations), token);
      if (status === 200) found.stored += 1;
      else if (status !== undefined && status < 500) found.refused += 1;
      else found.failed.push(`${name}: ${status ?? problem}`);
    }
  });
  await Promise.all(writers);
  sender.close();
  return found;
}

function requestOf(mutations: unknown[]): FuzzRequest {
  const path = '/v2025-02-19/data/mutate/production?visibility=async';
  return { kind: 'large write', method: 'POST', path, headers: json, body: JSON.stringify({ mutations }) };
}

const numbers = (count: number, from: number): number[] => Array.from({ length: count }, (_, n) => n + from);

/** The content changes with each round, so that every write has a difference to store. */
const shapes: Record<string, (round: number) => unknown[]> = {
  'a text': (round) => [document('text', { text: 'text '.repeat(200_000 + round) })],
  'a text of four megabytes': (round) => [document('text', { text: 'a'.repeat(3_900_000 + round) })],
  'different words': (round) => [document('words', { text: words(29_900, round) })],
  'more different words': (round) => [document('words', { text: words(500_000, round) })],
  'a list of numbers': (round) => [document('list', { list: numbers(85_000, round) })],
  'a list without keys, the other way round': (round) => [
    document('list', { list: numbers(40_000, round).toReversed() }),
  ],
  'a list with keys': (round) => [
    document('keyed', { list: numbers(20_000, round).map((n) => ({ _key: `k${n}`, n })) }),
  ],
  'empty lists': () => [document('empty', { list: numbers(290_000, 0).map(() => []) })],
  names: (round) => [document('names', Object.fromEntries(numbers(7_900, 0).map((n) => [`n${n}`, n + round])))],
  blocks: (round) => [document('blocks', { body: blocks(3_500, round) })],
  'more blocks': (round) => [document('blocks', { body: blocks(20_000, round) })],
  references: (round) => [
    document('references', {
      list: numbers(10_000, round).map((n) => ({ _ref: `fuzz-${n}`, _type: 'reference', _weak: true, _key: `k${n}` })),
    }),
  ],
  'small documents': (round) => numbers(1_600, 0).map((n) => document(`small-${n}`, { n: n + round })),
  'as many as a request may have': (round) => numbers(10_000, 0).map((n) => document(`small-${n}`, { n: n + round })),
  'patches of a large document': () => numbers(1_000, 0).map((n) => patch('list', { set: { 'list[0]': n } })),
  'most of a list removed': () => [patch('list', { unset: ['list[1:-1]'] })],
  'a small change of a large document': (round) => [patch('text', { set: { n: round } })],
  'a patch of whatever a query finds': (round) => [
    { patch: { query: '*[_id in path("large-small-*")]', set: { n: round } } },
  ],
};
const names = Object.keys(shapes);

function largestWrite(number: number): { name: string; mutations: unknown[] } {
  const name = names[number % names.length] ?? '';
  return { name, mutations: shapes[name]?.(number) ?? [] };
}

function document(name: string, content: Record<string, unknown>): unknown {
  return { createOrReplace: { _id: `large-${name}`, _type: 'system.note', ...content } };
}

function patch(name: string, operations: Record<string, unknown>): unknown {
  return { patch: { id: `large-${name}`, ...operations } };
}

function words(count: number, round: number): string {
  return numbers(count, round)
    .map((n) => (n * 7_919).toString(36))
    .join(' ');
}

function blocks(count: number, round: number): unknown[] {
  return numbers(count, 0).map((n) => ({
    _type: 'block',
    _key: `b${n}`,
    style: 'normal',
    markDefs: [],
    children: [{ _type: 'span', _key: 'a', text: `words of block ${n + round} of a long body`, marks: [] }],
  }));
}
