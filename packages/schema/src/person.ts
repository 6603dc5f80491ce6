import { z } from 'zod';
import { documentFields } from './document.ts';
import { figure } from './figure.ts';
import { slug } from './slug.ts';
import { optionalText, requiredText } from './text.ts';
import { simpleText } from './text-block.ts';
import { webAddress } from './web-address.ts';

/** Someone who writes or reviews. */
export const person = z.object({
  ...documentFields,
  _type: z.literal('person'),
  name: requiredText('Give the person’s name.', { length: 80, sentence: 'Shorten the name to 80 characters.' }),
  slug,
  role: optionalText({ length: 80, sentence: 'Shorten the role to 80 characters.' }),
  credentials: optionalText({ length: 120, sentence: 'Shorten the credentials to 120 characters.' }),
  bio: simpleText('Write something about the person.').optional(),
  photo: figure.optional(),
  profileUrls: z.array(webAddress('Give the profile’s full address, starting with https://.', ['https'])).optional(),
});

export type Person = z.infer<typeof person>;
