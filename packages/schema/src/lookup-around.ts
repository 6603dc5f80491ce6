import { addressed } from './address.ts';
import { checkInContext } from './context.ts';
import { describedIn } from './described.ts';
import { isDocumentType, publishable } from './document-types.ts';
import { type Lookup, lookupOf } from './lookup.ts';
import { mostMoves } from './redirected.ts';
import { referencesIn } from './references-in.ts';
import { neededFor } from './site-address.ts';
import { isSitePath, sitePaths } from './web-address.ts';

/** Which published documents to ask for. All topics come with them: addresses are made of topics. */
export type Asked = { ids: string[]; slugs: string[]; addresses: string[] };

/** GROQ for them, with as much of each as `checkInContext` looks at. */
export const aroundGroq = `*[
  _type == "topic" || _id in $ids || slug.current in $slugs || (_type == "redirect" && from in $addresses)
]{_id, _type, title, slug, topic, parent, withdrawal, from, to, target}`;

/**
 * Everything that `checkInContext` may ask about these documents, for whoever reads over a network.
 * Redirects lead on to others: what it misses is asked for as well, which may take several questions.
 */
export async function lookupAround(
  documents: readonly unknown[],
  ask: (asked: Asked) => Promise<unknown[]>,
): Promise<Lookup> {
  let asked = together(documents.map(neededBy));
  let lookup = lookupOf(await ask(asked));
  for (let moves = 0; moves < mostMoves; moves += 1) {
    const more = together([asked, missedBy(documents, lookup)]);
    if (JSON.stringify(more) === JSON.stringify(asked)) break;
    asked = more;
    lookup = lookupOf(await ask(asked));
  }
  return lookup;
}

/** What is looked for in vain, or perhaps not found as a whole. */
function missedBy(documents: readonly unknown[], lookup: Lookup): Asked {
  const asked: Asked = { ids: [], slugs: [], addresses: [] };
  const watched: Lookup = {
    get(id) {
      const found = lookup.get(id);
      if (found === undefined) asked.ids.push(id);
      return found;
    },
    withSlug(slug) {
      asked.slugs.push(slug);
      return lookup.withSlug(slug);
    },
    withText(field, text) {
      if (field === 'from') asked.addresses.push(text);
      return lookup.withText(field, text);
    },
  };
  for (const document of documents) checkInContext(document, watched);
  return asked;
}

function neededBy(document: unknown): Asked {
  const self = addressed.safeParse(document).data;
  const parts = self && isDocumentType(self._type) ? describedIn(publishable[self._type], document) : [];
  const paths = parts.flatMap(({ schema, value }) => (sitePaths.has(schema) ? pathsIn(value) : []));
  const ids = referencesIn(document).map(({ id }) => id);
  return together([{ ids, slugs: self?.slug ? [self.slug.current] : [], addresses: [] }, ...paths.map(neededFor)]);
}

function pathsIn(value: unknown): string[] {
  return typeof value === 'string' && isSitePath(value) ? [value] : [];
}

function together(all: Asked[]): Asked {
  const sorted = (lists: string[][]) => [...new Set(lists.flat())].sort();
  return {
    ids: sorted(all.map(({ ids }) => ids)),
    slugs: sorted(all.map(({ slugs }) => slugs)),
    addresses: sorted(all.map(({ addresses }) => addresses)),
  };
}
