import { mutationsOnPublication } from '@bodytext/newsroom/publication';
import { fetchLookup, lookupGroq } from '@bodytext/schema/fetch-lookup';
import type { SanityClient } from '@sanity/client';
import { apiVersion } from './api-version.ts';

/**
 * Writes the redirect from a document's old address and the time of its first publication, on a lake without our publish
 * rules. The embedded lake writes them in the publish transaction.
 *
 * @param id the published document's id
 * @param before the published document before; undefined if it is new
 */
export async function writeAfterPublication(client: SanityClient, id: string, before: unknown): Promise<void> {
  const lake = client.withConfig({ apiVersion, useCdn: false, perspective: 'raw' });
  const after = await lake.getDocument(id);
  const documents = [before, after].filter((document) => document !== undefined && document !== null);
  const lookup = await fetchLookup(documents, (params) =>
    lake.fetch<unknown[]>(lookupGroq, params, { perspective: 'published' }),
  );
  const mutations = mutationsOnPublication([{ before, after, wasDrafted: true }], lookup);
  if (mutations.length > 0) await lake.mutate(mutations, { visibility: 'async' });
}
