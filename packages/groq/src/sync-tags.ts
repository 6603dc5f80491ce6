import { hash } from 'node:crypto';
import { isPrivateId, type LakeDocument, publishedIdOf } from './document.ts';
import { queryLimits } from './limits.ts';
import type { CandidateKind } from './plan/candidates.ts';
import { referencesIn } from './store/references-in.ts';

/**
 * What a query depends on, as opaque tags, and what a change touches. A query depends on nothing but the documents it
 * asks its candidates for, and it asks by id, slug, type, a reference, or for all. A change touches what the document
 * is found by, before and after; where they have no tag in common, the query's result is the same as before.
 * @see https://www.sanity.io/docs/http-reference/live
 */
export type SyncTag = `s1:${string}`;

/** What a lookup by each index depends on. */
const dependencies: Record<CandidateKind, (key: string) => string> = {
  id: (key) => `id ${publishedIdOf(key)}`,
  group: (key) => `id ${publishedIdOf(key)}`,
  slug: (key) => `slug ${key}`,
  references: (key) => `reference ${key}`,
  type: (key) => `type ${key}`,
  all: () => anything,
};
const anything = 'anything';

const mostTags = queryLimits.tags.value;

/** What a query has asked for so far. */
export type Reads = { note(kind: CandidateKind, keys: readonly string[]): void; tags(): SyncTag[] };

export function createReads(): Reads {
  const read = new Set<string>();
  return {
    note(kind, keys) {
      if (kind === 'all') read.add(anything);
      else for (const key of keys) read.add(dependencies[kind](key));
    },
    tags: () => (read.has(anything) || read.size > mostTags ? [tagOf(anything)] : [...read].map(tagOf)),
  };
}

type Change = { before: LakeDocument | undefined; after: LakeDocument | undefined };
type Touching = {
  /** Of what anybody can see: nothing is told of drafts and other ids with a dot, not even their tags. */
  publishedOnly: boolean;
  /** The other variants of a document, which may show through or be hidden by it. */
  variantsOf(id: string): LakeDocument[];
};

/** The tags of what a transaction's changes touch; none if it touches nothing. */
export function tagsTouched(changes: Change[], { publishedOnly, variantsOf }: Touching): SyncTag[] {
  const touched = new Set<string>();
  for (const { before, after } of changes) {
    const id = before?._id ?? after?._id;
    if (id === undefined || (publishedOnly && isPrivateId(id))) continue;
    const others = publishedOnly ? [] : variantsOf(id);
    for (const document of [before, after, ...others]) {
      for (const thing of document ? foundBy(document) : []) touched.add(thing);
    }
  }
  return touched.size === 0 ? [] : [anything, ...touched].map(tagOf);
}

function foundBy(document: LakeDocument): string[] {
  const { slug } = document;
  const isSlug = typeof slug === 'object' && slug !== null && 'current' in slug && typeof slug.current === 'string';
  return [
    dependencies.id(document._id),
    dependencies.type(document._type),
    ...(isSlug ? [dependencies.slug(String(slug.current))] : []),
    ...referencesIn(document).map(({ to }) => dependencies.references(to)),
  ];
}

function tagOf(thing: string): SyncTag {
  return `s1:${hash('sha256', thing, 'base64url').slice(0, 11)}`;
}
