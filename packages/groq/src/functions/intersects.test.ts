import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluate, parse } from '../parse/groq.ts';
import { intersects } from './intersects.ts';

const times = ['2026-11-22T10:00:00Z', '2026-11-22T11:00:00+01:00', '2026-11-23T10:00:00Z'];
const scalar = fc.constantFrom<unknown>(0, -0, 1, 1.5, '1', 'time 0', '', 'a', true, false, null, ...times);
const item = fc.oneof(scalar, fc.constantFrom<unknown>([1], { a: 1 }, []));
const list = fc.oneof({ weight: 9, arbitrary: fc.array(item, { maxLength: 4 }) }, item);
/** A list as GROQ text, sometimes with times, which parameters can't hold. */
const listText = fc
  .tuple(list, fc.boolean())
  .map(([value, asTimes]) =>
    asTimes && Array.isArray(value)
      ? `[${value.map((one) => (typeof one === 'string' ? `dateTime(${JSON.stringify(one)})` : JSON.stringify(one)))}]`
      : JSON.stringify(value),
  );
const groqJs = (query: string): unknown => evaluate(parse(query, { params: {}, mode: 'normal' }), {});

test('gives the same as groq-js for any two lists', () => {
  fc.assert(
    fc.property(listText, listText, (one, other) => {
      expect(intersects(groqJs(one), groqJs(other))).toBe(groqJs(`array::intersects(${one}, ${other})`));
    }),
    { numRuns: 2_000 },
  );
});

test('takes linear time', () => {
  const numbers = (from: number) => Array.from({ length: 300_000 }, (_, n) => from + n);
  // Pair by pair, this would take half an hour.
  expect(intersects(numbers(0), numbers(1_000_000))).toBe(false);
});
