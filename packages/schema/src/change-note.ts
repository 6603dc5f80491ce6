import { z } from 'zod';
import { documentReference } from './document-reference.ts';
import { day, optionalText, requiredText } from './text.ts';

/** One line of an article's change log: what readers should know was changed, not every comma. */
export const changeNote = z.object({
  _type: z.literal('changeNote'),
  _key: z.string(),
  changedOn: day('Give the day of the change.'),
  what: requiredText('Say what changed.', { length: 200, sentence: 'Shorten what changed to 200 characters.' }),
  why: optionalText({ length: 200, sentence: 'Shorten the reason to 200 characters.' }),
  approvedBy: documentReference('Choose who approved the change.', 'person').optional(),
});

export type ChangeNote = z.infer<typeof changeNote>;
