import { join } from 'node:path';
import { createContentClient } from '@bodytext/content/content-client';
import { lastGoodInFolder } from '@bodytext/content/last-good.node';
import type { ContentClient, ReadContext, ReadProblem } from '@bodytext/content/read';
import type { SanityClient } from '@sanity/client';
import { expiredTags } from '../cache/expired-tags.ts';
import { removalsIn } from '../cache/removals.ts';
import { limits } from '../limits.ts';
import { search } from '../search/search.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import { environment } from './environment.ts';
import { secrets } from './secrets.ts';

const pageTimeoutMs = limits.pageReadTimeout.value;
const bulkTimeoutMs = limits.bulkReadTimeout.value;

let client: SanityClient | undefined;
let published: ReadContext | undefined;

/** The client for the lake, with the site's token. */
export function lake(): SanityClient {
  const { projectId, dataset, lakeUrl } = environment();
  client ??= createContentClient({ projectId, dataset, lakeUrl, token: secrets().readToken }).withConfig({
    timeout: pageTimeoutMs,
    maxRetries: 0,
  });
  return client;
}

/** Reads for pages: with a short timeout, and behind the circuit breaker. */
export const pageLake: ContentClient = {
  fetch: (groq, params, options) =>
    circuitBreaker().run(() => {
      const signal = AbortSignal.timeout(pageTimeoutMs);
      return withOneRetry(() => lake().fetch(groq, params, { ...options, signal }));
    }),
};

/**
 * A restarted lake has closed its keep-alive connections, which a client notices only on the next request. So a request
 * without a response is retried once, on a new connection. After a timeout the signal makes the retry fail at once.
 */
async function withOneRetry<Result>(request: () => Promise<Result>): Promise<Result> {
  try {
    return await request();
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'statusCode' in cause) throw cause;
    return request();
  }
}

/** Reads in bulk, such as the text of every article, in the background: with a long timeout. */
export const bulkLake: ContentClient = {
  fetch: (groq, params, options) =>
    circuitBreaker().runUncounted(() => {
      const signal = AbortSignal.timeout(bulkTimeoutMs);
      return lake()
        .withConfig({ timeout: bulkTimeoutMs })
        .fetch(groq, params, { ...options, signal });
    }),
};

/** How published content is read. */
export function publishedContent(): ReadContext {
  published ??= {
    client: pageLake,
    perspective: 'published',
    lastGood: lastGoodInFolder(join(environment().dataDir, 'site', 'last-good')),
    removals: removalsIn(expiredTags(environment().dataDir)),
    everyArticle: () => search(environment().dataDir, bulkLake).everyArticle(),
    report,
  };
  return published;
}

/** How drafts are read, for previews. */
export function draftContent(): ReadContext {
  return { ...publishedContent(), perspective: 'drafts', everyArticle: undefined };
}

function report({ documentId, message }: ReadProblem): void {
  console.error(documentId === undefined ? message : `${documentId}: ${message}`);
}
