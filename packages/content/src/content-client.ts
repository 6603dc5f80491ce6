import { createClient, type SanityClient } from '@sanity/client';

/** Where the content is: a hosted project, or the embedded lake. */
export type ContentSource = {
  projectId: string;
  dataset: string;
  /** A token that may read published documents and drafts. */
  token: string;
  /** The embedded lake's address. Absent for Sanity's hosted lake. */
  lakeUrl?: string | undefined;
};

/** From this version on, Content Lake answers with the published perspective unless asked otherwise. */
export const apiVersion = '2025-02-19';

/** A client that reads what readers see. Never the CDN: a publish must show at the next request. */
export function createContentClient({ projectId, dataset, token, lakeUrl }: ContentSource): SanityClient {
  return createClient({
    projectId,
    dataset,
    token,
    apiVersion,
    useCdn: false,
    perspective: 'published',
    // Node doesn't resolve `<project>.localhost`, so the embedded lake is asked at its plain address.
    ...(lakeUrl === undefined ? {} : { apiHost: lakeUrl, useProjectHostname: false }),
  });
}
