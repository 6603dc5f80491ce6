import { mutationsOnPublication } from '@bodytext/newsroom/publication';
import { aroundGroq, lookupAround } from '@bodytext/schema/lookup-around';
import type { SanityClient } from '@sanity/client';
import { apiVersion } from './api-version.ts';

/**
 * Writes what belongs to a publication, on a lake that has no rules of the newsroom: the redirect from an address that
 * the document left, and the time of its first publication. The embedded lake does the same within the transaction.
 *
 * @param id of the published document
 * @param before the published document as it was; undefined when it is new
 */
export async function writeAfterPublication(client: SanityClient, id: string, before: unknown): Promise<void> {
  const lake = client.withConfig({ apiVersion, useCdn: false, perspective: 'raw' });
  const after = await lake.getDocument(id);
  const documents = [before, after].filter((document) => document !== undefined && document !== null);
  const lookup = await lookupAround(documents, (asked) =>
    lake.fetch<unknown[]>(aroundGroq, asked, { perspective: 'published' }),
  );
  const mutations = mutationsOnPublication([{ before, after, wasDrafted: true }], lookup);
  if (mutations.length > 0) await lake.mutate(mutations, { visibility: 'async' });
}
