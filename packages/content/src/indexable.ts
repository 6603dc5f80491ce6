import { reviewState } from '@bodytext/schema/review';
import type { Settings } from '@bodytext/schema/settings';
import { z } from 'zod';

/** The fields that decide whether the sitemap and `llms.txt` list a document. */
export const indexable = z.object({
  reviewedOn: z.iso.date().optional().catch(undefined),
  nextReviewOn: z.string().optional(),
  noIndex: z.boolean().optional(),
});

/** False with `noIndex` and with a lapsed review, whose page has `noindex` as well. */
export function isIndexable(
  document: z.infer<typeof indexable>,
  settings: Pick<Settings, 'reviewGraceDays'>,
  now: Date,
): boolean {
  return document.noIndex !== true && reviewState(document, settings, now) !== 'lapsed';
}
