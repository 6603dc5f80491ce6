import { checkPublishable } from '@bodytext/schema/check';
import { checkInContext, type Lookup, lookupOf } from '@bodytext/schema/context';
import type { Issue } from '@bodytext/schema/issue';
import { referencesIn } from '@bodytext/schema/references-in';
import type { SanityClient } from '@sanity/client';
import { apiVersion } from '../api-version.ts';

/** The same rules that the lake's publish gate and the site run. Nothing about content is decided in this Studio. */
export async function issuesOf(document: unknown, client: SanityClient): Promise<Issue[]> {
  return [...checkPublishable(document), ...checkInContext(document, await lookupAround(document, client))];
}

/** Everything `checkInContext` may ask about: all topics, what the document points to, and who else has its slug. */
const around = `*[_type == "topic" || _id in $ids || slug.current == $slug]{_id, _type, title, slug, topic, parent}`;

/** An editor types faster than topics change; each keystroke would ask again. */
const freshFor = 1_000;
const asked = new Map<string, { at: number; lookup: Promise<Lookup> }>();

function lookupAround(document: unknown, client: SanityClient): Promise<Lookup> {
  const params = { ids: [...new Set(referencesIn(document).map(({ id }) => id))].sort(), slug: slugOf(document) };
  const key = JSON.stringify(params);
  const known = asked.get(key);
  if (known && Date.now() - known.at < freshFor) return known.lookup;
  const lookup = client
    .withConfig({ apiVersion, perspective: 'published', useCdn: false })
    .fetch<unknown[]>(around, params, { tag: 'validation.context' })
    .then(lookupOf);
  asked.clear();
  asked.set(key, { at: Date.now(), lookup });
  lookup.catch(() => asked.delete(key));
  return lookup;
}

function slugOf(document: unknown): string {
  const slug: unknown = document instanceof Object && 'slug' in document ? document.slug : undefined;
  return slug instanceof Object && 'current' in slug && typeof slug.current === 'string' ? slug.current : '';
}
