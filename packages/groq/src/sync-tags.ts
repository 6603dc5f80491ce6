import { hash } from 'node:crypto';
import { isPrivateId, type LakeDocument, publishedIdOf } from './document.ts';
import { queryLimits } from './limits.ts';
import type { CandidateKind } from './plan/candidates.ts';
import { referencesIn } from './store/references-in.ts';

/**
 * What a query depends on, and what a change touches, as opaque tags. A query depends only on the documents it fetches,
 * by id, slug, type, reference, or all of them. A change touches the keys by which the document is found, before and
 * after. If query and change have no tag in common, the result is unchanged.
 * @see https://www.sanity.io/docs/http-reference/live
 */
export type SyncTag = `s1:${string}`;

/** The dependency that a lookup by each index makes. */
const dependencyOf: Record<CandidateKind, (key: string) => string> = {
  id: (key) => `id ${publishedIdOf(key)}`,
  group: (key) => `id ${publishedIdOf(key)}`,
  slug: (key) => `slug ${key}`,
  references: (key) => `reference ${key}`,
  type: (key) => `type ${key}`,
  all: () => anyDocument,
};
const anyDocument = 'anything';

const mostTags = queryLimits.tags.value;

/** Collects the tags of a query's lookups. */
export type TagCollector = { add(kind: CandidateKind, keys: readonly string[]): void; all(): SyncTag[] };

export function createTagCollector(): TagCollector {
  const found = new Set<string>();
  return {
    add(kind, keys) {
      if (kind === 'all') found.add(anyDocument);
      else for (const key of keys) found.add(dependencyOf[kind](key));
    },
    all: () => (found.has(anyDocument) || found.size > mostTags ? [tagOf(anyDocument)] : [...found].map(tagOf)),
  };
}

type Change = { before: LakeDocument | undefined; after: LakeDocument | undefined };
type Touching = {
  /** For anonymous readers: drafts and other ids with a dot give no tags, which would reveal that they changed. */
  publishedOnly: boolean;
  /** The other variants of a document: the change may hide or reveal them under a perspective. */
  variantsOf(id: string): LakeDocument[];
};

/** The tags that a transaction's changes touch. */
export function tagsTouched(changes: Change[], { publishedOnly, variantsOf }: Touching): SyncTag[] {
  const touched = new Set<string>();
  for (const { before, after } of changes) {
    const id = before?._id ?? after?._id;
    if (id === undefined || (publishedOnly && isPrivateId(id))) continue;
    const others = publishedOnly ? [] : variantsOf(id);
    for (const document of [before, after, ...others]) {
      for (const key of document ? dependenciesOn(document) : []) touched.add(key);
    }
  }
  return touched.size === 0 ? [] : [anyDocument, ...touched].map(tagOf);
}

/** Every lookup that finds the document. */
function dependenciesOn(document: LakeDocument): string[] {
  const { slug } = document;
  const isSlug = typeof slug === 'object' && slug !== null && 'current' in slug && typeof slug.current === 'string';
  return [
    dependencyOf.id(document._id),
    dependencyOf.type(document._type),
    ...(isSlug ? [dependencyOf.slug(String(slug.current))] : []),
    ...referencesIn(document).map(({ to }) => dependencyOf.references(to)),
  ];
}

function tagOf(dependency: string): SyncTag {
  return `s1:${hash('sha256', dependency, 'base64url').slice(0, 11)}`;
}
