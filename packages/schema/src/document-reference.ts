import { z } from 'zod';

/** The types that references may be to: those of documents that stand behind something on the site, and images. */
export type ReferenceTarget =
  | 'article'
  | 'callToAction'
  | 'literatureReference'
  | 'page'
  | 'person'
  | 'topic'
  | 'sanity.imageAsset';

/** What each reference may be to, by the schema of its field: what the target is, only other documents tell. */
export const referenceTargets = z.registry<{ to: readonly ReferenceTarget[] }>();

/** What has a page of its own. */
export const typesWithPage = ['article', 'topic', 'page', 'person'] as const satisfies ReferenceTarget[];

/**
 * A pointer to another document: what Sanity's type `reference` stores.
 * (A work that an article rests on is a literature reference: `reference.ts`.)
 *
 * A reference to a document that is not published yet is weak and carries `_strengthenOnPublish`.
 *
 * @param missing the sentence for an editor who chose none
 */
export function documentReference(missing: string, ...to: ReferenceTarget[]) {
  return shapeOf(missing).register(referenceTargets, { to });
}

/** A pointer within an array, where Sanity needs a `_key`. */
export function documentReferenceItem(missing: string, ...to: ReferenceTarget[]) {
  return shapeOf(missing).extend({ _key: z.string() }).register(referenceTargets, { to });
}

function shapeOf(missing: string) {
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

export type DocumentReference = z.infer<ReturnType<typeof documentReference>>;
