import { z } from 'zod';
import { documentFields } from './document.ts';
import { documentReference, typesWithPage } from './document-reference.ts';

const count = (missing: string) =>
  z.number({ error: missing }).int({ error: 'Give a whole number.' }).min(0, { error: 'Give no less than 0.' });

/**
 * How many readers found a page useful in a month, and how many did not: one document for all of them, since a document
 * a reader would be a list of moments at which somebody read. Its id has a dot (`feedbackTallyId`), so that nobody
 * reads it without signing in.
 */
export const feedbackTally = z.object({
  ...documentFields,
  _type: z.literal('feedbackTally'),
  /** Weak: what readers said outlives what they said it about. */
  page: documentReference('Choose the page.', ...typesWithPage),
  /** `YYYY-MM`, in UTC. */
  month: z
    .string({ error: 'Give the month.' })
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, { error: 'Give the month as year and month, such as 2026-03.' }),
  useful: count('Give how many found the page useful.'),
  notUseful: count('Give how many did not find the page useful.'),
});

export type FeedbackTally = z.infer<typeof feedbackTally>;

/** @param page what tells the page from all others, short enough for an id */
export function feedbackTallyId(month: string, page: string): string {
  return `feedback-tally.${month}.${page}`;
}
