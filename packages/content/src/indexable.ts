import { reviewState } from '@bodytext/schema/review';
import type { Settings } from '@bodytext/schema/settings';
import { z } from 'zod';

/** What tells whether other programs should know a document: search engines, and those that read `llms.txt`. */
export const indexable = z.object({
  reviewedOn: z.iso.date().optional().catch(undefined),
  nextReviewOn: z.string().optional(),
  noIndex: z.boolean().optional(),
});

/** Not one that asks to be left out, nor one whose review lapsed: its page does not recommend itself any more. */
export function isIndexable(
  document: z.infer<typeof indexable>,
  settings: Pick<Settings, 'reviewGraceDays'>,
  now: Date,
): boolean {
  return document.noIndex !== true && reviewState(document, settings, now) !== 'lapsed';
}
