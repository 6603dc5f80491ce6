import { z } from 'zod';
import { documentFields } from './document.ts';
import { onceValid } from './rule-between-fields.ts';
import { optionalText, requiredText } from './text.ts';
import { anyAddress } from './web-address.ts';

const urlSentence = 'Give the address the link leads to: https://… or a path of this site, such as /about.';

const interest = z.object({
  /** What a reader must know about the interest behind it. */
  disclosure: z
    .enum(['none', 'ownProduct', 'affiliate', 'sponsored'], { error: 'Say whose interest is behind the offer.' })
    .optional(),
  sponsor: z.string().optional(),
});

/** What a reader is invited to do. Which pages show it is said by placements and by articles. */
export const callToAction = z
  .object({
    ...documentFields,
    _type: z.literal('callToAction'),
    name: requiredText('Name the call to action, so that colleagues find it.'),
    heading: optionalText({ length: 80, sentence: 'Shorten the heading to 80 characters.' }),
    text: optionalText({ length: 300, sentence: 'Shorten the text to 300 characters.' }),
    label: requiredText('Write the words of the link.', {
      length: 60,
      sentence: 'Shorten the link’s words to 60 characters.',
    }),
    url: anyAddress(urlSentence, ['https']),
    ...interest.shape,
  })
  .refine(({ disclosure, sponsor }) => !needsSponsor(disclosure) || /\S/.test(sponsor ?? ''), {
    error: 'Name the sponsor or partner: readers must be told.',
    path: ['sponsor'],
    when: onceValid(interest),
  });

export type CallToAction = z.infer<typeof callToAction>;
export type Disclosure = NonNullable<CallToAction['disclosure']>;

function needsSponsor(disclosure: string | undefined): boolean {
  return disclosure === 'affiliate' || disclosure === 'sponsored';
}
