import { z } from 'zod';

/** The types that a reference may point to. */
export type ReferenceTarget =
  | 'article'
  | 'callToAction'
  | 'literatureReference'
  | 'page'
  | 'person'
  | 'topic'
  | 'sanity.imageAsset';

/** The allowed target types of each reference, by its zod schema; `checkInContext` looks the target up. */
export const referenceTargets = z.registry<{ to: readonly ReferenceTarget[] }>();

/** The types that have a page of their own. */
export const typesWithPage = ['article', 'topic', 'page', 'person'] as const satisfies ReferenceTarget[];

/**
 * Sanity's type `reference`. (`reference.ts` is a literature reference.)
 * A reference to an unpublished document is weak and has `_strengthenOnPublish`.
 *
 * @param missing the sentence for an editor who chose none
 */
export function documentReference(missing: string, ...to: ReferenceTarget[]) {
  return shapeOf(missing).register(referenceTargets, { to });
}

/** A reference in an array, where Sanity requires a `_key`. */
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
