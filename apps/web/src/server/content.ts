import { join } from 'node:path';
import { createContentClient } from '@bodytext/content/content-client';
import { lastGoodInFolder } from '@bodytext/content/last-good.node';
import type { ContentClient, ReadContext, ReadProblem } from '@bodytext/content/read';
import type { SanityClient } from '@sanity/client';
import { expiredTags } from '../cache/expired-tags.ts';
import { limits } from '../limits.ts';
import { search } from '../search/find.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import { environment } from './environment.ts';
import { removalsIn } from './removals.ts';
import { secrets } from './secrets.ts';

const patience = limits.pagePatience.value;
const patienceForMuch = limits.muchPatience.value;

let client: SanityClient | undefined;
let published: ReadContext | undefined;

/** The lake, asked with the site's token. */
export function lake(): SanityClient {
  const { projectId, dataset, lakeUrl } = environment();
  client ??= createContentClient({ projectId, dataset, lakeUrl, token: secrets().readToken }).withConfig({
    timeout: patience,
    maxRetries: 0,
  });
  return client;
}

/** The lake, asked so that its failures hold up nobody: not for longer than a moment, and not while it rests. */
export const carefulLake: ContentClient = {
  fetch: (groq, params, options) =>
    circuitBreaker().run(() => {
      const signal = AbortSignal.timeout(patience);
      return onceMore(() => lake().fetch(groq, params, { ...options, signal }));
    }),
};

/**
 * A lake that was started again has closed the connections that were kept to it, which shows only when one is used: what
 * got no answer at all is asked once more, on a new one. After a timeout that fails at once.
 */
async function onceMore<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'statusCode' in cause) throw cause;
    return ask();
  }
}

/** The lake, asked for much at once, such as every article's words: nobody waits for that. */
export const patientLake: ContentClient = {
  fetch: (groq, params, options) =>
    circuitBreaker().unlessResting(() => {
      const signal = AbortSignal.timeout(patienceForMuch);
      return lake()
        .withConfig({ timeout: patienceForMuch })
        .fetch(groq, params, { ...options, signal });
    }),
};

/** How published content is read. */
export function publishedContent(): ReadContext {
  published ??= {
    client: carefulLake,
    perspective: 'published',
    lastGood: lastGoodInFolder(join(environment().dataDir, 'site', 'last-good')),
    removals: removalsIn(expiredTags(environment().dataDir)),
    everyArticle: () => search(environment().dataDir, patientLake).everyArticle(),
    report,
  };
  return published;
}

/** How drafts are read: for previews alone. */
export function draftContent(): ReadContext {
  return { ...publishedContent(), perspective: 'drafts', everyArticle: undefined };
}

function report({ documentId, message }: ReadProblem): void {
  console.error(documentId === undefined ? message : `${documentId}: ${message}`);
}
