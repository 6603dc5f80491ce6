import { z } from 'zod';
import { requiredText } from './text.ts';
import { simpleText } from './text-block.ts';

/**
 * When and where to get care.
 *
 * @see https://service-manual.nhs.uk/design-system/patterns/help-users-decide-when-and-where-to-get-care
 */
export const careCard = z.object({
  _type: z.literal('careCard'),
  _key: z.string(),
  urgency: z.enum(['nonUrgent', 'urgent', 'emergency'], { error: 'Choose how urgent the care card is.' }),
  heading: requiredText('Say in the care card’s heading what to do, such as “Call 999 if you have:”.', {
    length: 120,
    sentence: 'Shorten the care card’s heading to 120 characters.',
  }),
  body: simpleText('List in the care card who should act on it.'),
});

export type CareCard = z.infer<typeof careCard>;
export type Urgency = CareCard['urgency'];
