import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutDotsAtEdges, wordsOf } from './words-in.ts';

test('dots at the edges of words are removed as in groq-js', () => {
  const text = fc.string({ unit: fc.constantFrom('.', '..', 'a', '_', '3', ' ', 'é', '-', '😀', '\n') });
  fc.assert(
    fc.property(text, (value) => {
      expect(withoutDotsAtEdges(value)).toBe(value.replace(/(\b\.+|\.+\b)/g, ''));
    }),
    { numRuns: 1_000 },
  );
});

test('a million dots are split in linear time', () => {
  // With groq-js’s expression, this would take an hour.
  expect(wordsOf(` ${'.'.repeat(1_000_000)} `)).toHaveLength(1);
  expect(wordsOf('.'.repeat(1_000_000))).toHaveLength(1);
});
