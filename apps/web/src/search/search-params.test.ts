/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { parseSearchParams } from './search-params.ts';

test('the query and the page number are parsed', () => {
  expect(parseSearchParams({ q: ' back pain ', page: '12' })).toEqual({ text: 'back pain', page: 12 });
});

test.each([undefined, '', '0', '-1', '1.5', '1e3', '02', ' 2', 'two', '9'.repeat(30), ['2', '3']])(
  'an invalid page number counts as 1: %j',
  (page) => {
    expect(parseSearchParams({ q: 'pain', page })).toEqual({ text: 'pain', page: 1 });
  },
);

test.each([undefined, ['a', 'b']])('an invalid query counts as empty: %j', (q) => {
  expect(parseSearchParams({ q })).toEqual({ text: '', page: 1 });
});

test('a long query is truncated', () => {
  expect(parseSearchParams({ q: 'a'.repeat(300) }).text).toHaveLength(200);
});
