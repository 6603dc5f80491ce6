import { expect, test } from '@jest/globals';
import { checkQueryText, textsAndComments } from './query-text.ts';

test('what is in texts and comments does not count', () => {
  const query = `*[a == "([{" && b == '\\'(((' ] // (((((`;
  expect(query.replaceAll(textsAndComments, '')).toBe('*[a ==  && b ==  ] ');
});

test.each(['"', "'"])('a text begun by %s that nothing ends is read once', (mark) => {
  // Were the end looked for from each quotation mark, this would take minutes.
  const query = `${mark}${`\\${mark}`.repeat(300_000)}`;
  expect(query.replaceAll(textsAndComments, '')).toBe('');
  expect(`${query}\\`.replaceAll(textsAndComments, '')).toBe('');
});

test('a query of too many parts is refused', () => {
  expect(() => checkQueryText(`*${'{a}'.repeat(20_000)}`)).toThrow('more than 10000 parts');
});
