import { checkPublishable } from '@bodytext/schema/check';
import { checkInContext } from '@bodytext/schema/context';
import { anyDocument, isDraftId } from '@bodytext/schema/document';
import { fetchLookup, type LookupParams, lookupGroq } from '@bodytext/schema/fetch-lookup';
import type { Issue } from '@bodytext/schema/issue';
import type { ClientPerspective, SanityClient } from '@sanity/client';
import { apiVersion } from '../api-version.ts';

/** Runs the schema package's rules, as the lake's publish gate does. */
export async function issuesOf(document: unknown, client: SanityClient): Promise<Issue[]> {
  const id = anyDocument.safeParse(document).data?._id ?? '';
  const lookup = await fetchLookup([document], (params) => fetchCached(client, params, perspectiveOf(id)));
  // A document with live edit has no draft: its stored state is the published one.
  const before = isDraftId(id) ? undefined : document;
  return [...checkPublishable(document), ...checkInContext(document, lookup, before)];
}

/** A version refers to the other versions of its release: they are published together. */
function perspectiveOf(id: string): ClientPerspective {
  const [, release] = /^versions\.([^.]+)\./.exec(id) ?? [];
  return release ? [release] : 'published';
}

/** Validation runs at every keystroke: a short cache saves most of its queries. */
const cacheMs = 1_000;
const maxCached = 20;
const cache = new Map<string, { at: number; answer: Promise<unknown[]> }>();

function fetchCached(client: SanityClient, params: LookupParams, perspective: ClientPerspective): Promise<unknown[]> {
  const key = JSON.stringify([params, perspective]);
  const cached = cache.get(key);
  if (cached && Date.now() - cached.at < cacheMs) return cached.answer;
  const answer = client
    .withConfig({ apiVersion, perspective, useCdn: false })
    .fetch<unknown[]>(lookupGroq, params, { tag: 'validation.context' });
  if (cache.size >= maxCached) cache.clear();
  cache.set(key, { at: Date.now(), answer });
  answer.catch(() => cache.delete(key));
  return answer;
}
