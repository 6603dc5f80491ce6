/** @jest-environment node */
import { expect, jest, test } from '@jest/globals';
import { formatsIn } from './formats.ts';
import { wordsIn } from './words.ts';

test.each([
  ['en', '4 November 2026'],
  ['en-GB', '4 November 2026'],
  ['en-US', 'November 4, 2026'],
])('in %s, a date is %s', (language, day) => {
  expect(wordsIn(language).lastReviewed(wordsIn(language).day('2026-11-04')).join('')).toBe(`Last reviewed ${day}`);
});

test('a language without a catalogue gets English with English dates, and one warning in the log', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  for (let page = 0; page < 2; page += 1) {
    expect(wordsIn('fr-CA').lapsed.text('2026-11-04')).toBe(wordsIn('en').lapsed.text('2026-11-04'));
  }
  expect(warn.mock.calls).toEqual([[expect.stringContaining('“fr-CA”')]]);
  warn.mockRestore();
});

test('counts have the plural forms and number format of their language', () => {
  const { search, readingTime } = wordsIn('en');
  expect(search.found(1, 'x')).toBe('1 article for “x”');
  expect(search.found(1234, 'x')).toBe('1,234 articles for “x”');
  expect(readingTime(1)).toBe('1 minute to read');
  const forms = { zero: 'صفر', one: 'واحد', two: 'اثنان', few: 'قليل #', many: 'كثير #', other: 'غير #' };
  expect([0, 1, 2, 3, 11, 100].map((count) => formatsIn('ar-EG').counted(count, forms))).toEqual([
    'صفر',
    'واحد',
    'اثنان',
    'قليل ٣',
    'كثير ١١',
    'غير ١٠٠',
  ]);
});

test.each([
  [['Ann'], 'Ann'],
  [['Ann', 'Ben'], 'Ann and Ben'],
  [['Ann', 'Ben', 'Cy'], 'Ann, Ben and Cy'],
])('%j is formatted as a list', (names, listed) => {
  expect(wordsIn('en').list(names).join('')).toBe(listed);
});
