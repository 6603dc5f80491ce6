import { z } from 'zod';
import { requiredText } from './text.ts';
import { simpleText } from './text-block.ts';

/** A box beside the running text. */
export const callout = z.object({
  _type: z.literal('callout'),
  _key: z.string(),
  tone: z.enum(['note', 'important'], { error: 'Choose whether the callout is a note or important.' }),
  title: requiredText('Give the callout a title.', {
    length: 100,
    sentence: 'Shorten the callout’s title to 100 characters.',
  }),
  body: simpleText('Write the callout’s text.'),
});

export type Callout = z.infer<typeof callout>;
