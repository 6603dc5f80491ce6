import { createClient, type SanityClient } from '@sanity/client';
import { lastWord } from './last-word.ts';
import type { Newsroom } from './newsroom.ts';

/** A program of the newsroom's own, with all rights: what a script or another service does beside the Studio. */
export async function openLakeClient(newsroom: Newsroom): Promise<SanityClient> {
  const { output } = await newsroom.run('lake', ['token', 'create', '--role', 'administrator', '--label', 'Test']);
  return lakeClient(newsroom.lakeUrl, lastWord(output));
}

/** Sanity's own client of an embedded lake, with a token's rights. */
export function lakeClient(lakeUrl: string, token: string, projectId = 'bodytext'): SanityClient {
  return createClient({
    projectId,
    dataset: 'production',
    apiHost: lakeUrl,
    useProjectHostname: false,
    useCdn: false,
    apiVersion: '2025-02-19',
    token,
  });
}
