import type { Article } from './article.ts';
import type { Settings } from './settings.ts';

/** How long an overdue review is only shown, before the page stops offering and being listed. In days. */
export const usualGraceDays = 90;

const dayInMs = 24 * 60 * 60 * 1000;

/**
 * The moments at which an article's review becomes overdue and then lapses, in milliseconds since 1970.
 * The day on which a review is due still counts as in time. Days are days in UTC: articles have no time zone.
 */
export function reviewMoments(
  { nextReviewOn }: Pick<Article, 'nextReviewOn'>,
  { reviewGraceDays = usualGraceDays }: Pick<Settings, 'reviewGraceDays'>,
): { overdueFrom: number; lapsedFrom: number } | undefined {
  if (nextReviewOn === undefined) return undefined;
  const overdueFrom = Date.parse(`${nextReviewOn}T00:00:00Z`) + dayInMs;
  return { overdueFrom, lapsedFrom: overdueFrom + reviewGraceDays * dayInMs };
}

/** Whether an article's review is in time, shown as overdue, or so late that the page stops recommending itself. */
export type ReviewState = 'current' | 'overdue' | 'lapsed';

export function reviewState(
  article: Pick<Article, 'nextReviewOn'>,
  settings: Pick<Settings, 'reviewGraceDays'>,
  now: Date,
): ReviewState {
  const moments = reviewMoments(article, settings);
  if (moments === undefined || now.getTime() < moments.overdueFrom) return 'current';
  return now.getTime() < moments.lapsedFrom ? 'overdue' : 'lapsed';
}
