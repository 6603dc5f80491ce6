import { type Addressed, addressed } from './address.ts';
import { isPublishedId } from './document.ts';

/**
 * Access to published documents. Synchronous, so that the lake can use it within a transaction; over a network, fetch
 * first (`fetchLookup`).
 */
export type Lookup = {
  /** The published document with this id. */
  get(id: string): unknown;
  /** All published documents with this slug. */
  withSlug(slug: string): unknown[];
  /** All published documents whose field has this value. */
  withText(field: string, text: string): unknown[];
};

/** A lookup over an array of documents; ignores drafts and versions. */
export function lookupOf(documents: readonly unknown[]): Lookup {
  const known = documents
    .flatMap((document) => addressed.safeParse(document).data ?? [])
    .filter(({ _id }) => isPublishedId(_id));
  const byId = new Map(known.map((document) => [document._id, document]));
  return {
    get: (id) => byId.get(id),
    withSlug: (slug) => known.filter((document) => document.slug?.current === slug),
    withText: (field, text) => known.filter((document) => document[field] === text),
  };
}

/** The lookup as it would be with this document published. */
export function lookupWith(self: Addressed, { get, withSlug, withText }: Lookup): Lookup {
  const own = lookupOf([self]);
  const others = (found: unknown[]) => found.filter((one) => addressed.safeParse(one).data?._id !== self._id);
  return {
    get: (id) => own.get(id) ?? get(id),
    withSlug: (slug) => [...own.withSlug(slug), ...others(withSlug(slug))],
    withText: (field, text) => [...own.withText(field, text), ...others(withText(field, text))],
  };
}
