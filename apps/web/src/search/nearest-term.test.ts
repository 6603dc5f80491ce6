/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { nearestTerm, slipsBetween } from './nearest-term.ts';

const vocabulary = ['sciatica', 'spasm', 'spasms', 'migraine', 'back', 'pain'].map((term, index) => ({
  term,
  uses: index,
}));

test.each([
  ['sciatica', 'sciatca', 'a letter left out'],
  ['migraine', 'migrainne', 'a letter too many'],
  ['migraine', 'nigraine', 'a mistaken letter'],
  ['sciatica', 'scaitica', 'two letters swapped'],
  ['migraine', 'mygrene', 'nothing closer than two slips in a short word'],
])('%s is meant by %s: %s', (meant, typed) => {
  const expected = slipsBetween(typed, meant, 2) <= (typed.length < 8 ? 1 : 2) ? meant : undefined;
  expect(nearestTerm(typed, vocabulary)).toBe(expected);
});

test('of two words as near, the more used one is meant', () => {
  const near = [
    { term: 'spasm', uses: 9 },
    { term: 'spam', uses: 1 },
  ];
  expect(nearestTerm('spams', near)).toBe('spasm');
});

test('short words are taken as they are', () => {
  expect(nearestTerm('bac', vocabulary)).toBeUndefined();
});

test('an accent is no slip, and is shown', () => {
  expect(nearestTerm('meneire', [{ term: 'ménière', uses: 1 }])).toBe('ménière');
});
