import { z } from 'zod';
import { documentFields } from './document.ts';
import { documentReference, typesWithPage } from './document-reference.ts';
import { day, optionalText, requiredText } from './text.ts';
import { isSitePath } from './web-address.ts';

/** The most characters of a reader's report. */
export const longestFeedback = 2000;

export const feedbackStates = ['open', 'handled'] as const;

/**
 * What a reader says is wrong on a page. It holds nothing about the reader, and of the time only the day. Its id has a
 * dot (`feedbackId`), so that nobody reads it without signing in.
 */
export const feedback = z.object({
  ...documentFields,
  _type: z.literal('feedback'),
  /** The page's address as the reader had it. */
  address: z
    .string({ error: 'Give the address of the page.' })
    .max(1000, { error: 'Shorten the address to 1000 characters.' })
    .refine(isSitePath, { error: 'Give the address as a path, such as /back-pain/sciatica.' }),
  /** The page's document. Weak: what readers said outlives what they said it about. Absent when no page was there. */
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

/** @param unique what tells this report from all others, such as a UUID */
export function feedbackId(unique: string): string {
  return `feedback.${unique}`;
}
