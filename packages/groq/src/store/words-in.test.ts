import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutDotsAtEdges, wordsOf } from './words-in.ts';

test('dots are taken from words as groq-js does it', () => {
  const text = fc.string({ unit: fc.constantFrom('.', '..', 'a', '_', '3', ' ', 'é', '-', '😀', '\n') });
  fc.assert(
    fc.property(text, (any) => {
      expect(withoutDotsAtEdges(any)).toBe(any.replace(/(\b\.+|\.+\b)/g, ''));
    }),
    { numRuns: 1_000 },
  );
});

test('a million dots are no more work than a million letters', () => {
  // The way groq-js does it, this would take an hour.
  expect(wordsOf(` ${'.'.repeat(1_000_000)} `)).toHaveLength(1);
  expect(wordsOf('.'.repeat(1_000_000))).toHaveLength(1);
});
