/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { truncate } from './truncate.ts';

test('a short text is not truncated, and is put on one line', () => {
  expect(truncate('A short\ntext.', 160)).toBe('A short text.');
});

test('a long text is truncated after a whole word', () => {
  expect(truncate('One wave, then another wave.', 15)).toBe('One wave, then…');
  expect(truncate('One wave, then another wave.', 11)).toBe('One wave…');
});

test('a word that is longer than the limit is cut', () => {
  expect(truncate('a'.repeat(20), 10)).toBe(`${'a'.repeat(9)}…`);
});
