import { ClientError, createClient, type SanityClient } from '@sanity/client';
import type { Environment } from './environment.ts';
import { ImportProblem } from './problem.ts';
import { newToken, ownToken } from './token.ts';

const apiVersion = '2025-02-19';

/** A client that may write, after making sure that the lake is there and knows its token. */
export async function connect(environment: Environment): Promise<SanityClient> {
  const { dataDir, lakeUrl, token } = environment;
  if (lakeUrl !== undefined) await checkHealth(lakeUrl);
  if (token !== undefined) return knownTo(clientOf(environment, token));
  const kept = clientOf(environment, await ownToken(dataDir));
  if (await isKnown(kept)) return kept;
  // Kept from a lake whose data are gone, or taken back since.
  return knownTo(clientOf(environment, await newToken(dataDir)));
}

function clientOf({ projectId, dataset, lakeUrl }: Environment, token: string): SanityClient {
  return createClient({
    projectId,
    dataset,
    token,
    apiVersion,
    useCdn: false,
    // Drafts and published documents side by side, each under its own id.
    perspective: 'raw',
    // Node doesn't resolve `<project>.localhost`, so the embedded lake is asked at its plain address.
    ...(lakeUrl === undefined ? {} : { apiHost: lakeUrl, useProjectHostname: false }),
  });
}

async function checkHealth(lakeUrl: string): Promise<void> {
  const answer = await fetch(`${lakeUrl}/healthz`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  if (answer?.ok) return;
  throw new ImportProblem(
    'lakeUnreachable',
    `The lake does not answer at ${lakeUrl}: start the newsroom with “npm start”, or set LAKE_URL to where it runs.`,
  );
}

async function knownTo(client: SanityClient): Promise<SanityClient> {
  if (await isKnown(client)) return client;
  throw new ImportProblem(
    'lakeRefused',
    'The lake does not know the token. Check SANITY_API_WRITE_TOKEN, or that DATA_DIR is the one the lake runs with.',
  );
}

async function isKnown(client: SanityClient): Promise<boolean> {
  try {
    await client.fetch('*[_type == "articleImport"][0]._id');
    return true;
  } catch (error) {
    if (error instanceof ClientError && (error.statusCode === 401 || error.statusCode === 403)) return false;
    throw toProblem(error);
  }
}

/** What went wrong between the importer and the lake, in a sentence. */
export function toProblem(error: unknown): ImportProblem {
  if (error instanceof ImportProblem) return error;
  if (error instanceof ClientError && error.statusCode === 409) {
    return new ImportProblem(
      'articleChangedMeanwhile',
      'Somebody changed the article while it was being imported, so nothing was stored. Import the file again.',
    );
  }
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  if (error instanceof ClientError) return new ImportProblem('lakeRefused', `The lake refused: ${reason}.`);
  // Whether it stored the article first is unknown; asking again is safe.
  return new ImportProblem('lakeUnreachable', `The lake failed: ${reason}. Import the file again.`);
}
