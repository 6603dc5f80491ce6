import { type Addressed, addressed, addressOf, reservedSlugs } from './address.ts';
import { isPublishedId, publishedId } from './document.ts';
import type { Issue, IssuePath } from './issue.ts';
import { referencesIn } from './references-in.ts';

/**
 * The published documents around a document. Synchronous, so that the lake can ask within a transaction;
 * whoever reads over a network fetches first (`lookupOf`).
 */
export type Lookup = {
  /** The published document with this id. */
  get(id: string): unknown;
  /** All published documents with this slug. */
  withSlug(slug: string): unknown[];
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
  };
}

/**
 * The rules that need other documents: nothing points to what readers can't see, no topic is inside itself,
 * no two documents have one address.
 */
export function checkInContext(document: unknown, lookup: Lookup): Issue[] {
  const parsed = addressed.safeParse(document);
  if (!parsed.success) return [];
  const self = { ...parsed.data, _id: publishedId(parsed.data._id) };
  const around: Lookup = { ...lookup, get: (id) => (id === self._id ? self : lookup.get(id)) };
  return [...checkReferences(document, around), ...checkTopicCycle(self, around), ...checkAddress(self, around)];
}

function checkReferences(document: unknown, lookup: Lookup): Issue[] {
  return referencesIn(document)
    .filter(({ id, path, weak }) => !weak && !isAsset(path) && lookup.get(id) === undefined)
    .map(({ path }) => ({
      path,
      code: 'reference.unpublished',
      message: 'This points to a document that is not published. Publish that one first, or choose another.',
      severity: 'blocks',
    }));
}

/** Assets are the lake's own documents: it refuses dangling ones itself. */
function isAsset(path: IssuePath): boolean {
  return path.at(-1) === 'asset';
}

function checkTopicCycle(self: Addressed, lookup: Lookup): Issue[] {
  if (self._type !== 'topic') return [];
  const seen = new Set<string>();
  for (let above = self.parent; above; above = addressed.safeParse(lookup.get(above._ref)).data?.parent) {
    if (above._ref === self._id) {
      return [
        {
          path: ['parent'],
          code: 'parent.cycle',
          message: 'The topic would be inside itself. Choose another topic above it.',
          severity: 'blocks',
        },
      ];
    }
    if (seen.has(above._ref)) return [];
    seen.add(above._ref);
  }
  return [];
}

function checkAddress(self: Addressed, lookup: Lookup): Issue[] {
  const slug = self.slug?.current;
  const address = addressOf(self, lookup.get);
  if (slug === undefined || address === undefined) return [];
  if (address === `/${slug}` && reservedSlugs.has(slug)) {
    return [slugIssue('slug.reserved', `The site itself needs the address ${address}. Choose another slug.`)];
  }
  const other = lookup
    .withSlug(slug)
    .flatMap((document) => addressed.safeParse(document).data ?? [])
    .find((candidate) => candidate._id !== self._id && addressOf(candidate, lookup.get) === address);
  if (other === undefined) return [];
  const title = typeof other.title === 'string' ? `“${other.title}”` : 'Another document';
  return [slugIssue('slug.taken', `${title} already has the address ${address}. Choose another slug.`)];
}

function slugIssue(code: string, message: string): Issue {
  return { path: ['slug'], code, message, severity: 'blocks' };
}
