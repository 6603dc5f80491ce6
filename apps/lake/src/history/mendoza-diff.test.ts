import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyPatch, incremental } from 'mendoza';
import { diffMendoza } from './mendoza-diff.ts';

/** Values as in documents: short texts with common prefixes, lists with and without keys. */
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', 'a', 'Rücken', 'Rückenschmerz', '😀😀', '😀é', 'back pain', 'back spasm'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.record({ _key: fc.constantFrom('k1', 'k2', 'k3', 'k4'), text: word, more: tie('value') }), {
      maxLength: 4,
    }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'title', '_type', 'ä'), tie('value'), { maxKeys: 5 }),
  ),
}));
const document = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'title', 'body', 'é'), value, { maxKeys: 6 });
const state = fc.option(document, { nil: null, freq: 10 });

describe('a Mendoza diff', () => {
  test('turns any document into any other', () => {
    fc.assert(
      fc.property(state, state, (left, right) => {
        const plain = JSON.parse(JSON.stringify({ left, right }));
        expect(applyPatch(plain.left, diffMendoza(plain.left, plain.right))).toEqual(plain.right);
      }),
      { numRuns: 3000 },
    );
  });

  test('is applied with the same result by the incremental decoder, which tracks authors', () => {
    fc.assert(
      fc.property(state, state, (left, right) => {
        const plain = JSON.parse(JSON.stringify({ left, right }));
        const before = incremental.wrap(plain.left, 'first author');
        const after = incremental.applyPatch(before, diffMendoza(plain.left, plain.right), 'second author');
        expect(incremental.unwrap(after)).toEqual(plain.right);
      }),
      { numRuns: 3000 },
    );
  });

  test('contains only the changed part of a text', () => {
    expect(diffMendoza({ title: 'Lower back pain' }, { title: 'Lower back spasm' })).toEqual([
      11,
      0,
      23,
      0,
      11,
      22,
      'spasm',
      15,
    ]);
  });

  test('copies list items that only moved', () => {
    const [a, b, c] = [
      { _key: 'a', text: 'one' },
      { _key: 'b', text: 'two' },
      { _key: 'c', text: 'three' },
    ];
    expect(diffMendoza({ body: [a, b, c] }, { body: [c, a, b] })).toEqual([11, 0, 21, 2, 3, 21, 0, 2, 15]);
  });
});
