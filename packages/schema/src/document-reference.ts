import { z } from 'zod';

/**
 * A pointer to another document: what Sanity's type `reference` stores.
 * (A work that an article rests on is a literature reference: `reference.ts`.)
 *
 * A reference to a document that is not published yet is weak and carries `_strengthenOnPublish`.
 */
export function documentReference(missing: string) {
  return z.object(
    {
      _type: z.literal('reference').optional(),
      _key: z.string().optional(),
      _ref: z.string({ error: missing }).min(1, { error: missing }),
      _weak: z.boolean().optional(),
    },
    { error: missing },
  );
}

/** A pointer within an array, where Sanity needs a `_key`. */
export function documentReferenceItem(missing: string) {
  return documentReference(missing).extend({ _key: z.string() });
}

export type DocumentReference = z.infer<ReturnType<typeof documentReference>>;
