import { z } from 'zod';
import { addressed } from './address.ts';
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
]{_id, _type, title, slug, topic, parent, from, to, target}`;

/**
 * Everything that `checkInContext` may ask about these documents, for whoever reads over a network.
 * Redirects lead on to others, so that it may take several questions.
 */
export async function lookupAround(
  documents: readonly unknown[],
  ask: (asked: Asked) => Promise<unknown[]>,
): Promise<Lookup> {
  let asked = together(documents.map(neededBy));
  let found = await ask(asked);
  for (let moves = 0; moves < mostMoves; moves += 1) {
    const more = together([asked, ...found.map(neededByRedirect)]);
    if (JSON.stringify(more) === JSON.stringify(asked)) break;
    asked = more;
    found = await ask(asked);
  }
  return lookupOf(found);
}

function neededBy(document: unknown): Asked {
  const self = addressed.safeParse(document).data;
  const parts = self && isDocumentType(self._type) ? describedIn(publishable[self._type], document) : [];
  const paths = parts.flatMap(({ schema, value }) => (sitePaths.has(schema) ? pathsIn(value) : []));
  const ids = referencesIn(document).map(({ id }) => id);
  return together([{ ids, slugs: self?.slug ? [self.slug.current] : [], addresses: [] }, ...paths.map(neededFor)]);
}

const redirect = z.object({
  _type: z.literal('redirect'),
  to: z.string().nullish(),
  target: z.object({ _ref: z.string() }).nullish(),
});

function neededByRedirect(document: unknown): Asked {
  const { to, target } = redirect.safeParse(document).data ?? {};
  return together([{ ids: target ? [target._ref] : [], slugs: [], addresses: [] }, ...pathsIn(to).map(neededFor)]);
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
