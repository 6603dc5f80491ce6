import { ClientError, createClient, type SanityClient } from '@sanity/client';
import type { Config } from './config.ts';
import { ImportProblem } from './problem.ts';
import { cachedToken, createToken } from './token.ts';

const apiVersion = '2025-02-19';

/** A client with a valid token, after a health check of the lake. */
export async function connect(config: Config): Promise<SanityClient> {
  const { dataDir, lakeUrl, token } = config;
  if (lakeUrl !== undefined) await checkHealth(lakeUrl);
  if (token !== undefined) return requireValidToken(clientOf(config, token));
  const client = clientOf(config, await cachedToken(dataDir));
  if (await hasValidToken(client)) return client;
  // The cached token was revoked, or belongs to a lake whose data were deleted.
  return requireValidToken(clientOf(config, await createToken(dataDir)));
}

function clientOf({ projectId, dataset, lakeUrl }: Config, token: string): SanityClient {
  return createClient({
    projectId,
    dataset,
    token,
    apiVersion,
    useCdn: false,
    // Drafts and published documents, each under its own id.
    perspective: 'raw',
    // Node doesn't resolve `<project>.localhost`, so the host name has no project.
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

async function requireValidToken(client: SanityClient): Promise<SanityClient> {
  if (await hasValidToken(client)) return client;
  throw new ImportProblem(
    'lakeRefused',
    'The lake does not know the token. Check SANITY_API_WRITE_TOKEN, or that DATA_DIR is the one the lake runs with.',
  );
}

async function hasValidToken(client: SanityClient): Promise<boolean> {
  try {
    await client.fetch('*[_type == "articleImport"][0]._id');
    return true;
  } catch (error) {
    if (error instanceof ClientError && (error.statusCode === 401 || error.statusCode === 403)) return false;
    throw toProblem(error);
  }
}

/** An error of the lake as an `ImportProblem`. */
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
  // The transaction may have been stored; importing again is idempotent.
  return new ImportProblem('lakeUnreachable', `The lake failed: ${reason}. Import the file again.`);
}
