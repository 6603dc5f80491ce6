/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { closestTerm, editDistance } from './spelling-correction.ts';

const vocabulary = ['sciatica', 'spasm', 'spasms', 'migraine', 'back', 'pain'].map((term, index) => ({
  term,
  uses: index,
}));

test.each([
  ['sciatica', 'sciatca', 'a letter left out'],
  ['migraine', 'migrainne', 'a letter too many'],
  ['migraine', 'nigraine', 'a mistaken letter'],
  ['sciatica', 'scaitica', 'two letters swapped'],
  ['migraine', 'mygrene', 'two edits in a short word, which are too many'],
])('%s is meant by %s: %s', (meant, typed) => {
  const expected = editDistance(typed, meant, 2) <= (typed.length < 8 ? 1 : 2) ? meant : undefined;
  expect(closestTerm(typed, vocabulary)).toBe(expected);
});

test('of two words at the same distance, the more used one is chosen', () => {
  const near = [
    { term: 'spasm', uses: 9 },
    { term: 'spam', uses: 1 },
  ];
  expect(closestTerm('spams', near)).toBe('spasm');
});

test('short words are not corrected', () => {
  expect(closestTerm('bac', vocabulary)).toBeUndefined();
});

test('accents don’t count as edits, and are in the correction', () => {
  expect(closestTerm('meneire', [{ term: 'ménière', uses: 1 }])).toBe('ménière');
});
