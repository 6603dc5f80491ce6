import { z } from 'zod';
import { documentReference } from './document-reference.ts';
import { day, requiredText } from './text.ts';

/** An article that no longer stands keeps its address, where readers are told so and where to go instead. */
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
