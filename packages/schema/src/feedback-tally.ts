import { z } from 'zod';
import { documentFields } from './document.ts';
import { documentReference, typesWithPage } from './document-reference.ts';

const count = (missing: string) =>
  z.number({ error: missing }).int({ error: 'Give a whole number.' }).min(0, { error: 'Give no less than 0.' });

/**
 * The votes on a page in a month. One document for all readers: a document for each vote would record when a person
 * read the page. Its id has a dot (`feedbackTallyId`), so that it is not public.
 */
export const feedbackTally = z.object({
  ...documentFields,
  _type: z.literal('feedbackTally'),
  /** Weak: feedback outlives its page. */
  page: documentReference('Choose the page.', ...typesWithPage),
  /** `YYYY-MM`, in UTC. */
  month: z
    .string({ error: 'Give the month.' })
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, { error: 'Give the month as year and month, such as 2026-03.' }),
  useful: count('Give how many found the page useful.'),
  notUseful: count('Give how many did not find the page useful.'),
});

export type FeedbackTally = z.infer<typeof feedbackTally>;

/** @param page a unique short name of the page */
export function feedbackTallyId(month: string, page: string): string {
  return `feedback-tally.${month}.${page}`;
}
