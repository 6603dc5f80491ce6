import { createClient, type SanityClient } from '@sanity/client';
import { lastWord } from './last-word.ts';
import type { Newsroom } from './newsroom.ts';

/** A client with an administrator's token, such as a script or another service beside the Studio has. */
export async function openLakeClient(newsroom: Newsroom): Promise<SanityClient> {
  const { output } = await newsroom.run('lake', ['token', 'create', '--role', 'administrator', '--label', 'Test']);
  return lakeClient(newsroom.lakeUrl, lastWord(output));
}

/** A `@sanity/client` for an embedded lake, with a token. */
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
