import { z } from 'zod';
import { whenFieldsAreValid } from './cross-field-rule.ts';
import { documentFields } from './document.ts';
import { documentReference, typesWithPage } from './document-reference.ts';
import { anyAddress } from './web-address.ts';

const fromSentence =
  'Give the old address as a path, such as /back-pain/spasm, in small letters without a slash at its end.';
const toSentence = 'Give the new address: a path such as /back-pain, or https://….';

const newAddress = z.object({
  target: documentReference('Choose the document.', ...typesWithPage).optional(),
  to: anyAddress(toSentence, ['https']).optional(),
});

/** A redirect to a document's current address (`target`), or to a fixed one (`to`). */
export const redirect = z
  .object({
    ...documentFields,
    _type: z.literal('redirect'),
    from: z.string({ error: fromSentence }).regex(/^(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)+$/, { error: fromSentence }),
    ...newAddress.shape,
  })
  .refine(({ target, to }) => (target === undefined) !== (to === undefined), {
    error: 'Choose either the document or an address, one of the two.',
    path: ['to'],
    when: whenFieldsAreValid(newAddress),
  })
  .refine(({ from, to }) => from !== to, { error: 'The new address is the old one.', path: ['to'] });

export type Redirect = z.infer<typeof redirect>;
