import { expect, it } from '@jest/globals';
import { anArticle, theSettings } from './fixtures.ts';
import { isInFuture, reviewDueOn, reviewMoments, reviewState } from './review.ts';

const article = anArticle({ nextReviewOn: '2026-03-02' });
const settings = theSettings({ reviewGraceDays: 10 });
const stateAt = (moment: string) => reviewState(article, settings, new Date(moment));

it('a review is in time until the end of the due day', () => {
  expect(stateAt('2026-03-02T23:59:59.999Z')).toBe('current');
  expect(stateAt('2026-03-03T00:00:00Z')).toBe('overdue');
});

it('a review lapses after the days of grace', () => {
  expect(stateAt('2026-03-12T23:59:59.999Z')).toBe('overdue');
  expect(stateAt('2026-03-13T00:00:00Z')).toBe('lapsed');
});

it('ninety days of grace are the default', () => {
  const moments = reviewMoments(article, theSettings());
  expect(new Date(moments?.lapsedFrom ?? 0).toISOString()).toBe('2026-06-01T00:00:00.000Z');
});

it('a review is due three years after the last one by default', () => {
  const dueAfter = (reviewedOn: string) => reviewDueOn({ reviewedOn, nextReviewOn: undefined });
  expect([dueAfter('2026-03-02'), dueAfter('2024-02-29')]).toEqual(['2029-03-02', '2027-03-01']);
  const undated = anArticle({ reviewedOn: '2026-03-02', nextReviewOn: undefined });
  expect(reviewState(undated, settings, new Date('2029-03-02T23:59:59Z'))).toBe('current');
  expect(reviewState(undated, settings, new Date('2029-03-03T00:00:00Z'))).toBe('overdue');
});

it('an article without a review is never overdue', () => {
  const unreviewed = anArticle({ reviewedOn: undefined, nextReviewOn: undefined });
  expect(reviewState(unreviewed, settings, new Date('2999-01-01'))).toBe('current');
});

it('a day is in the future until it has begun in the first time zone', () => {
  expect(isInFuture('2026-03-02', new Date('2026-03-01T09:59:59Z'))).toBe(true);
  expect(isInFuture('2026-03-02', new Date('2026-03-01T10:00:00Z'))).toBe(false);
});
