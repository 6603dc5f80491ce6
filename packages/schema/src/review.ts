import type { Article } from './article.ts';
import type { Settings } from './settings.ts';

/** Days for which an overdue review is only shown, before the page loses its call to action and its search listing. */
export const defaultGraceDays = 90;

const dayInMs = 24 * 60 * 60 * 1000;

/**
 * The longest time between two reviews, as at the NHS.
 *
 * @see https://service-manual.nhs.uk/design-system/patterns/know-that-a-page-is-up-to-date
 */
const longestYears = 3;

type ReviewDays = Pick<Article, 'reviewedOn' | 'nextReviewOn'>;

/** The day on which the next review is due, `YYYY-MM-DD`; by default three years after the last. */
export function reviewDueOn({ reviewedOn, nextReviewOn }: ReviewDays): string | undefined {
  if (nextReviewOn !== undefined || reviewedOn === undefined) return nextReviewOn;
  const due = new Date(`${reviewedOn}T00:00:00Z`);
  due.setUTCFullYear(due.getUTCFullYear() + longestYears);
  return due.toISOString().slice(0, 10);
}

/** Whether a day has not begun in any time zone: the first one is 14 hours ahead of UTC. */
export function isInFuture(day: string, now: Date): boolean {
  return Date.parse(`${day}T00:00:00+14:00`) > now.getTime();
}

/**
 * The moments at which an article's review becomes overdue and then lapses, in milliseconds since 1970.
 * The day on which a review is due still counts as in time. Days are days in UTC: articles have no time zone.
 */
export function reviewMoments(
  article: ReviewDays,
  { reviewGraceDays = defaultGraceDays }: Pick<Settings, 'reviewGraceDays'>,
): { overdueFrom: number; lapsedFrom: number } | undefined {
  const dueOn = reviewDueOn(article);
  if (dueOn === undefined) return undefined;
  const overdueFrom = Date.parse(`${dueOn}T00:00:00Z`) + dayInMs;
  return { overdueFrom, lapsedFrom: overdueFrom + reviewGraceDays * dayInMs };
}

/** Whether an article's review is in time, overdue, or past its days of grace. */
export type ReviewState = 'current' | 'overdue' | 'lapsed';

export function reviewState(article: ReviewDays, settings: Pick<Settings, 'reviewGraceDays'>, now: Date): ReviewState {
  const moments = reviewMoments(article, settings);
  if (moments === undefined || now.getTime() < moments.overdueFrom) return 'current';
  return now.getTime() < moments.lapsedFrom ? 'overdue' : 'lapsed';
}
