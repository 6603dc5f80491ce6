import { z } from 'zod';
import { whenFieldsAreValid } from './cross-field-rule.ts';
import { documentFields } from './document.ts';
import { documentReference } from './document-reference.ts';
import { moment } from './text.ts';

const period = z.object({
  startsAt: moment('Give the start as a date and time.').optional(),
  endsAt: moment('Give the end as a date and time.').optional(),
});

/**
 * Which call to action a branch of topics shows, where and when; without a topic, the whole site.
 * A document of its own, so that marketers need no grant on topics or articles.
 */
export const placement = z
  .object({
    ...documentFields,
    _type: z.literal('placement'),
    callToAction: documentReference('Choose the call to action.', 'callToAction'),
    topic: documentReference('Choose the topic.', 'topic').optional(),
    position: z.enum(['afterWhat', 'afterCauses', 'afterOrdeal'], {
      error: 'Choose after which section the call to action stands.',
    }),
    ...period.shape,
    enabled: z.boolean({ error: 'Say whether the placement is switched on.' }),
  })
  .refine(
    ({ startsAt, endsAt }) => startsAt === undefined || endsAt === undefined || new Date(startsAt) < new Date(endsAt),
    { error: 'The end must come after the start.', path: ['endsAt'], when: whenFieldsAreValid(period) },
  );

export type Placement = z.infer<typeof placement>;
export type Position = Placement['position'];
