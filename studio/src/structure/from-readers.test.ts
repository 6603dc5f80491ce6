import { expect, it } from '@jest/globals';
import { firstMonthShown, sumByPage } from './from-readers.ts';

const row = (page: string, useful: number, notUseful: number, title: string | null = page) => ({
  page,
  type: title === null ? null : 'article',
  title,
  useful,
  notUseful,
});

it('votes of several months are summed for each page, most “not useful” votes first', () => {
  const rows = [row('a', 9, 1), row('b', 1, 2), row('a', 3, 0), row('gone', 1, 99, null)];
  expect(sumByPage(rows)).toEqual([
    { page: 'b', type: 'article', title: 'b', useful: 1, notUseful: 2 },
    { page: 'a', type: 'article', title: 'a', useful: 12, notUseful: 1 },
  ]);
});

it('three months are shown, also across a new year', () => {
  expect(firstMonthShown(new Date('2026-03-31T23:00:00Z'))).toBe('2026-01');
  expect(firstMonthShown(new Date('2026-01-01T00:00:00Z'))).toBe('2025-11');
});
