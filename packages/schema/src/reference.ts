import { z } from 'zod';
import { documentFields } from './document.ts';
import { day, optionalText, requiredText } from './text.ts';
import { webAddress } from './web-address.ts';

/**
 * A literature reference: a published work that articles cite.
 * Its `_type` is `literatureReference`, because Sanity reserves `reference` for pointers between documents.
 */
export const reference = z.object({
  ...documentFields,
  _type: z.literal('literatureReference'),
  title: requiredText('Give the work’s title.'),
  kind: z.enum(['guideline', 'review', 'trial', 'study', 'patientInformation', 'book', 'website'], {
    error: 'Choose what kind of work it is.',
  }),
  authors: optionalText(),
  publisher: optionalText(),
  year: z
    .number({ error: 'Give the year of publication.' })
    .int({ error: 'Give the year as a whole number.' })
    .min(1500, { error: 'Give the year with four digits.' })
    .max(2200, { error: 'Give the year with four digits.' })
    .optional(),
  url: webAddress('Give the work’s full address, starting with https://.', ['https', 'http']).optional(),
  doi: z
    .string()
    .regex(/^10\.\d{4,9}\/\S+$/, { error: 'Give the DOI alone, such as 10.1016/S0140-6736(18)30480-X.' })
    .optional(),
  accessedOn: day('Give the day on which the work was last read.').optional(),
});

export type Reference = z.infer<typeof reference>;
