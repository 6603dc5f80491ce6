import { z } from 'zod';
import { whenFieldsAreValid } from './cross-field-rule.ts';
import { documentFields } from './document.ts';
import { optionalText, requiredText } from './text.ts';
import { anyAddress } from './web-address.ts';

const urlSentence = 'Give the address the link leads to: https://… or a path of this site, such as /about.';

const interest = z.object({
  /** Whose commercial interest is behind it. */
  disclosure: z
    .enum(['none', 'ownProduct', 'affiliate', 'sponsored'], { error: 'Say whose interest is behind the offer.' })
    .optional(),
  sponsor: z.string().optional(),
});

/** A call to action. Placements and articles decide which pages show it. */
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
    when: whenFieldsAreValid(interest),
  });

export type CallToAction = z.infer<typeof callToAction>;
export type Disclosure = NonNullable<CallToAction['disclosure']>;

function needsSponsor(disclosure: string | undefined): boolean {
  return disclosure === 'affiliate' || disclosure === 'sponsored';
}
