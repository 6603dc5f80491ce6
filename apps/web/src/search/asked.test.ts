/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { askedIn } from './asked.ts';

test('words and a page are what the address says', () => {
  expect(askedIn({ q: ' back pain ', page: '12' })).toEqual({ text: 'back pain', page: 12 });
});

test.each([undefined, '', '0', '-1', '1.5', '1e3', '02', ' 2', 'two', '9'.repeat(30), ['2', '3']])(
  'what is no number of a page is the first page: %j',
  (page) => {
    expect(askedIn({ q: 'pain', page })).toEqual({ text: 'pain', page: 1 });
  },
);

test.each([undefined, ['a', 'b']])('what is no text asks for nothing: %j', (q) => {
  expect(askedIn({ q })).toEqual({ text: '', page: 1 });
});

test('only so much is looked for', () => {
  expect(askedIn({ q: 'a'.repeat(300) }).text).toHaveLength(200);
});
