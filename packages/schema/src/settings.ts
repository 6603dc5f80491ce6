import { z } from 'zod';
import { documentFields } from './document.ts';
import { documentReferenceItem } from './document-reference.ts';
import { language } from './language.ts';
import { optionalText, requiredText } from './text.ts';

/** The id of the settings singleton. */
export const settingsId = 'settings';

/** What the whole site shares: a singleton document. */
export const settings = z.object({
  ...documentFields,
  _type: z.literal('settings'),
  siteName: requiredText('Name the site.', { length: 60, sentence: 'Shorten the name to 60 characters.' }),
  tagline: optionalText({ length: 120, sentence: 'Shorten the tagline to 120 characters.' }),
  description: optionalText({ length: 300, sentence: 'Shorten the description to 300 characters.' }),
  organisation: optionalText(),
  contactEmail: z.email({ error: 'Give an e-mail address, such as editors@example.org.' }).optional(),
  emergencyText: optionalText({ length: 200, sentence: 'Shorten the emergency sentence to 200 characters.' }),
  disclaimer: optionalText({ length: 400, sentence: 'Shorten the disclaimer to 400 characters.' }),
  footerPages: z.array(documentReferenceItem('Choose the page.', 'page')).optional(),
  /**
   * Days for which an overdue review is only shown, before the page loses its call to action and its search listing.
   */
  reviewGraceDays: z
    .number({ error: 'Give the days of grace as a number.' })
    .int({ error: 'Give whole days.' })
    .min(0, { error: 'Give no fewer than 0 days.' })
    .max(3650, { error: 'Give 3650 days at most.' })
    .optional(),
  language: language('Give the language as a code, such as en or en-GB.').optional(),
});

export type Settings = z.infer<typeof settings>;
