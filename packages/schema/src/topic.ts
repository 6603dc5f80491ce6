import { z } from 'zod';
import { documentFields } from './document.ts';
import { documentReference } from './document-reference.ts';
import { slug } from './slug.ts';
import { optionalText, requiredText } from './text.ts';

/** A place in the taxonomy, shown as a step of the breadcrumb. One without a parent is at the top. */
export const topic = z.object({
  ...documentFields,
  _type: z.literal('topic'),
  title: requiredText('Give the topic a title.', { length: 80, sentence: 'Shorten the title to 80 characters.' }),
  slug,
  parent: documentReference('Choose the topic above this one.', 'topic').optional(),
  summary: optionalText({ length: 300, sentence: 'Shorten the summary to 300 characters.' }),
});

export type Topic = z.infer<typeof topic>;
