/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { shorten } from './shorten.ts';

test('a short text stays as it is, on one line', () => {
  expect(shorten('A short\ntext.', 160)).toBe('A short text.');
});

test('a long text is cut after a whole word', () => {
  expect(shorten('One wave, then another wave.', 15)).toBe('One wave, then…');
  expect(shorten('One wave, then another wave.', 11)).toBe('One wave…');
});

test('a word longer than the text may be is cut all the same', () => {
  expect(shorten('a'.repeat(20), 10)).toBe(`${'a'.repeat(9)}…`);
});
