import type { Lookup } from '@bodytext/schema/lookup';
import { firstPublication } from './first-publication.ts';
import { type MovedAddress, redirectsForMove } from './moved-address.ts';

/** A published document before and after a transaction; undefined where there is none. */
export type PublishedChange = {
  before: unknown;
  after: unknown;
  /** Whether a draft or version was published; false if the published document was written directly or imported. */
  wasDrafted: boolean;
};

/** A mutation of Sanity's HTTP API. */
export type PublicationMutation =
  | { createOrReplace: MovedAddress }
  | { patch: { id: string; set: { firstPublishedAt: string } } };

/**
 * The mutations that go with a publication: redirects from old addresses, and the time of a first publication. The
 * embedded lake writes them in the same transaction; on a hosted lake the Studio writes them afterwards.
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
