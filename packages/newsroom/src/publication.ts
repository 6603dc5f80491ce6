import type { Lookup } from '@bodytext/schema/lookup';
import { firstPublication } from './first-publication.ts';
import { type MovedAddress, redirectsForMove } from './moved-address.ts';

/** A published document before and after a transaction; undefined where there is none. */
export type PublishedChange = {
  before: unknown;
  after: unknown;
  /** Whether a draft, or a version, was published: not so for what was written in public, or imported. */
  wasDrafted: boolean;
};

/** A mutation, as Content Lake takes it. */
export type PublicationMutation =
  | { createOrReplace: MovedAddress }
  | { patch: { id: string; set: { firstPublishedAt: string } } };

/**
 * What is written when documents are published, besides the documents: redirects from addresses that they leave, and the
 * time of a first publication. The embedded lake writes it in the same transaction, the Studio on a hosted lake after it.
 *
 * @param lookup the other published documents, as they are after the publication
 */
export function mutationsOnPublication(changes: readonly PublishedChange[], lookup: Lookup): PublicationMutation[] {
  const redirects = changes.flatMap(({ before, after }) =>
    redirectsForMove(before ?? null, after ?? null, lookup).map((redirect) => ({ createOrReplace: redirect })),
  );
  const first = changes.flatMap((change) => {
    const noted = firstPublication(change);
    return noted === undefined ? [] : [{ patch: { id: noted.id, set: { firstPublishedAt: noted.at } } }];
  });
  return [...redirects, ...first];
}
