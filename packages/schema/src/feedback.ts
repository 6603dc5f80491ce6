import { z } from 'zod';
import { documentFields } from './document.ts';
import { documentReference, typesWithPage } from './document-reference.ts';
import { day, optionalText, requiredText } from './text.ts';
import { isSitePath } from './web-address.ts';

/** The most characters of a reader's report. */
export const longestFeedback = 2000;

export const feedbackStates = ['open', 'handled'] as const;

/**
 * A reader's report of a mistake on a page. It has no data about the reader, and only the day of the report. Its id has
 * a dot (`feedbackId`), so that it is not public.
 */
export const feedback = z.object({
  ...documentFields,
  _type: z.literal('feedback'),
  /** The page's address as the reader had it. */
  address: z
    .string({ error: 'Give the address of the page.' })
    .max(1000, { error: 'Shorten the address to 1000 characters.' })
    .refine(isSitePath, { error: 'Give the address as a path, such as /back-pain/sciatica.' }),
  /** The page's document. Weak: feedback outlives its page. Absent when the address had no document. */
  page: documentReference('Choose the page.', ...typesWithPage).optional(),
  /** The revision of the document that the reader saw. */
  revision: optionalText({ length: 100, sentence: 'Shorten the revision to 100 characters.' }),
  text: requiredText('Keep the reader’s words, or delete the report.', {
    length: longestFeedback,
    sentence: `Shorten the reader’s words to ${longestFeedback} characters.`,
  }),
  reportedOn: day('Give the day of the report.'),
  state: z.enum(feedbackStates, { error: 'Say whether the report is open or handled.' }),
  /** What the editors found and did. */
  note: optionalText({ length: longestFeedback, sentence: `Shorten the note to ${longestFeedback} characters.` }),
});

export type Feedback = z.infer<typeof feedback>;

/** @param unique a unique text, such as a UUID */
export function feedbackId(unique: string): string {
  return `feedback.${unique}`;
}
