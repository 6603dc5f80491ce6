import { z } from 'zod';
import { documentReference } from './document-reference.ts';
import { day, requiredText } from './text.ts';

/** A withdrawn article keeps its address, which shows this notice instead of the text. */
export const withdrawal = z.object({
  _type: z.literal('withdrawal').optional(),
  withdrawnOn: day('Give the day on which the article was withdrawn.'),
  notice: requiredText('Tell readers why the article was withdrawn.', {
    length: 400,
    sentence: 'Shorten the notice to 400 characters.',
  }),
  instead: documentReference('Choose where readers should go instead.', 'article', 'topic', 'page').optional(),
});

export type Withdrawal = z.infer<typeof withdrawal>;
