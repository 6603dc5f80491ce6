import { expect, test } from '@jest/globals';
import { checkQueryText, textsAndComments } from './query-text.ts';

test('strings and comments do not count', () => {
  const query = `*[a == "([{" && b == '\\'(((' ] // (((((`;
  expect(query.replaceAll(textsAndComments, '')).toBe('*[a ==  && b ==  ] ');
});

test.each(['"', "'"])('a string with an opening %s and no end is matched in linear time', (mark) => {
  // In quadratic time, this would take minutes.
  const query = `${mark}${`\\${mark}`.repeat(300_000)}`;
  expect(query.replaceAll(textsAndComments, '')).toBe('');
  expect(`${query}\\`.replaceAll(textsAndComments, '')).toBe('');
});

test('a query of too many parts is refused', () => {
  expect(() => checkQueryText(`*${'{a}'.repeat(20_000)}`)).toThrow('more than 10000 parts');
});
