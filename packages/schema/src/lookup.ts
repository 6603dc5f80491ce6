import { type Addressed, addressed } from './address.ts';
import { isPublishedId } from './document.ts';

/**
 * The published documents around a document. Synchronous, so that the lake can ask within a transaction;
 * whoever reads over a network fetches first (`lookupOf`).
 */
export type Lookup = {
  /** The published document with this id. */
  get(id: string): unknown;
  /** All published documents with this slug. */
  withSlug(slug: string): unknown[];
  /** All published documents that have a field of this name with this text in it. */
  withText(field: string, text: string): unknown[];
};

/** A lookup over documents already at hand. Drafts among them stay out of sight: readers can't see them. */
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

/** The same with a document in it as though it were published, in the place of what is. */
export function lookupWith(self: Addressed, { get, withSlug, withText }: Lookup): Lookup {
  const own = lookupOf([self]);
  const others = (found: unknown[]) => found.filter((one) => addressed.safeParse(one).data?._id !== self._id);
  return {
    get: (id) => own.get(id) ?? get(id),
    withSlug: (slug) => [...own.withSlug(slug), ...others(withSlug(slug))],
    withText: (field, text) => [...own.withText(field, text), ...others(withText(field, text))],
  };
}
