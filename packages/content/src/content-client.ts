import { createClient, type SanityClient } from '@sanity/client';

/** The lake to read from: Sanity's or the embedded one. */
export type ContentSource = {
  projectId: string;
  dataset: string;
  /** A token that may read published documents and drafts. */
  token: string;
  /** The embedded lake's address. Absent for Sanity's hosted lake. */
  lakeUrl?: string | undefined;
};

/** From this version on, `published` is Content Lake's default perspective. */
export const apiVersion = '2025-02-19';

/** A client in the perspective `published`. Without the CDN, which would serve stale content after a publish. */
export function createContentClient({ projectId, dataset, token, lakeUrl }: ContentSource): SanityClient {
  return createClient({
    projectId,
    dataset,
    token,
    apiVersion,
    useCdn: false,
    perspective: 'published',
    // Node doesn't resolve `<project>.localhost`, so the host name has no project.
    ...(lakeUrl === undefined ? {} : { apiHost: lakeUrl, useProjectHostname: false }),
  });
}
