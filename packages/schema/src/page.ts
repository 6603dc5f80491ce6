import { z } from 'zod';
import { documentFields } from './document.ts';
import { portableText } from './portable-text.ts';
import { seo } from './seo.ts';
import { slug } from './slug.ts';
import { optionalText, requiredText } from './text.ts';

/** A plain page: about, editorial policy, privacy, contact, corrections. */
export const page = z.object({
  ...documentFields,
  _type: z.literal('page'),
  title: requiredText('Give the page a title.', { length: 80, sentence: 'Shorten the title to 80 characters.' }),
  slug,
  summary: optionalText({ length: 300, sentence: 'Shorten the summary to 300 characters.' }),
  body: portableText('Write the page’s text.'),
  seo: seo.optional(),
});

export type Page = z.infer<typeof page>;
