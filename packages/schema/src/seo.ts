import { z } from 'zod';
import { figure } from './figure.ts';
import { optionalText } from './text.ts';

/** What search engines and social networks show, where it should differ from the page itself. */
export const seo = z.object({
  _type: z.literal('seo').optional(),
  title: optionalText({ length: 70, sentence: 'Shorten the search title to 70 characters: the rest is cut off.' }),
  description: optionalText({
    length: 160,
    sentence: 'Shorten the search description to 160 characters: the rest is cut off.',
  }),
  image: figure.optional(),
  noIndex: z.boolean().optional(),
});

export type Seo = z.infer<typeof seo>;
