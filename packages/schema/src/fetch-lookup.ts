import { addressed } from './address.ts';
import { checkInContext } from './context.ts';
import { isDocumentType, publishable } from './document-types.ts';
import { type Lookup, lookupOf } from './lookup.ts';
import { referencesIn } from './references-in.ts';
import { maxRedirects } from './resolve-redirect.ts';
import { lookupParamsFor } from './site-address.ts';
import { walkSchema } from './walk-schema.ts';
import { isSitePath, sitePaths } from './web-address.ts';

/** The parameters of `lookupGroq`: which published documents to fetch. */
export type LookupParams = { ids: string[]; slugs: string[]; addresses: string[] };

/**
 * GROQ for these documents and all topics, which addresses are made of, with the fields that `checkInContext` reads.
 */
export const lookupGroq = `*[
  _type == "topic" || _id in $ids || slug.current in $slugs || (_type == "redirect" && from in $addresses)
]{_id, _type, title, slug, topic, parent, withdrawal, from, to, target}`;

/**
 * Fetches every document that `checkInContext` may look up for these documents.
 * Repeats the query while a redirect leads to documents that were not fetched yet.
 */
export async function fetchLookup(
  documents: readonly unknown[],
  fetch: (params: LookupParams) => Promise<unknown[]>,
): Promise<Lookup> {
  let params = merge(documents.map(paramsFor));
  let lookup = lookupOf(await fetch(params));
  for (let moves = 0; moves < maxRedirects; moves += 1) {
    const more = merge([params, missedBy(documents, lookup)]);
    if (JSON.stringify(more) === JSON.stringify(params)) break;
    params = more;
    lookup = lookupOf(await fetch(params));
  }
  return lookup;
}

/** The parameters for lookups that found nothing, or perhaps not everything. */
function missedBy(documents: readonly unknown[], lookup: Lookup): LookupParams {
  const missed: LookupParams = { ids: [], slugs: [], addresses: [] };
  const recording: Lookup = {
    get(id) {
      const found = lookup.get(id);
      if (found === undefined) missed.ids.push(id);
      return found;
    },
    withSlug(slug) {
      missed.slugs.push(slug);
      return lookup.withSlug(slug);
    },
    withText(field, text) {
      if (field === 'from') missed.addresses.push(text);
      return lookup.withText(field, text);
    },
  };
  for (const document of documents) checkInContext(document, recording);
  return missed;
}

function paramsFor(document: unknown): LookupParams {
  const self = addressed.safeParse(document).data;
  const nodes = self && isDocumentType(self._type) ? walkSchema(publishable[self._type], document) : [];
  const paths = nodes.flatMap(({ schema, value }) => (sitePaths.has(schema) ? pathsIn(value) : []));
  const ids = referencesIn(document).map(({ id }) => id);
  return merge([{ ids, slugs: self?.slug ? [self.slug.current] : [], addresses: [] }, ...paths.map(lookupParamsFor)]);
}

function pathsIn(value: unknown): string[] {
  return typeof value === 'string' && isSitePath(value) ? [value] : [];
}

function merge(all: LookupParams[]): LookupParams {
  const sorted = (lists: string[][]) => [...new Set(lists.flat())].sort();
  return {
    ids: sorted(all.map(({ ids }) => ids)),
    slugs: sorted(all.map(({ slugs }) => slugs)),
    addresses: sorted(all.map(({ addresses }) => addresses)),
  };
}
