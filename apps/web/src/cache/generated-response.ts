import type { ServerResponse } from 'node:http';
import type { ReadContext } from '@bodytext/content/read';
import { limits } from '../limits.ts';
import { publishedContent } from '../server/content.ts';
import { environment } from '../server/environment.ts';
import { refuse } from '../server/refuse.ts';
import { expiredTags } from './expired-tags.ts';
import { compressResponse, fileResponses, type ResponseContent } from './response-cache.ts';
import { sendResponse } from './send-cached.ts';

/** A file generated from published content, such as a feed; its new address; or undefined where there is none. */
export type Generated = (Omit<ResponseContent, 'status'> & Validity) | { movedTo: string } | undefined;
/** ISO 8601: when it changes without an edit. Null: never. */
type Validity = { validUntil?: string | null };

type Options = {
  path: string;
  generate: (content: ReadContext) => Promise<Generated>;
  /** Bodies of the answers 404 and 503. */
  sentences: { missing: string; failed: string };
};

/** Answers with a file generated from published content, and caches it. */
export async function sendGenerated(response: ServerResponse, { path, generate, sentences }: Options): Promise<void> {
  try {
    const generated = await generateOnce(path, generate);
    if (generated === undefined) return refuse(response, 404, sentences.missing);
    if ('movedTo' in generated) return void response.writeHead(308, { Location: generated.movedTo }).end();
    const { validUntil: _, ...content } = generated;
    sendResponse(response.req, response, fileResponses().get(path) ?? compressResponse({ status: 200, ...content }));
  } catch (cause) {
    console.error(`What is at ${path} could not be made.`, cause);
    refuse(response, 503, sentences.failed);
  }
}

const inFlight = new Map<string, Promise<Generated>>();

/** Concurrent requests share one run. A request that comes after a change does not join a run from before it. */
function generateOnce(path: string, generate: Options['generate']): Promise<Generated> {
  const { position } = expiredTags(environment().dataDir);
  const key = `${position} ${path}`;
  const generated = inFlight.get(key) ?? generateAndCache(path, generate, position).finally(() => inFlight.delete(key));
  inFlight.set(key, generated);
  return generated;
}

/**
 * Cached until anything is published, and for a minute at most, since reviews lapse and webhooks get lost. Without the
 * cache, each request would make a list of thousands of articles.
 */
async function generateAndCache(path: string, generate: Options['generate'], position: number): Promise<Generated> {
  const journal = expiredTags(environment().dataDir);
  const { content, usedStale } = trackStale(publishedContent());
  const maxAgeEnd = Date.now() + limits.generatedMaxAge.value;
  const generated = await generate(content);
  if (generated === undefined || 'movedTo' in generated || usedStale()) return generated;
  const { validUntil, ...file } = generated;
  const expiresAt = validUntil ? Math.min(maxAgeEnd, Date.parse(validUntil)) : maxAgeEnd;
  const isStale = () => journal.position !== position || Date.now() >= expiresAt;
  if (!isStale()) fileResponses().set(path, { status: 200, ...file }, isStale);
  return generated;
}

/** Notes whether last good content was used because the lake failed: such a file is sent, but not cached. */
function trackStale(content: ReadContext): { content: ReadContext; usedStale: () => boolean } {
  let usedStale = false;
  const { lastGood, everyArticle } = content;
  return {
    usedStale: () => usedStale,
    content: {
      ...content,
      lastGood: {
        get: (key) => {
          usedStale = true;
          return lastGood.get(key);
        },
        set: (key, answer) => lastGood.set(key, answer),
      },
      everyArticle:
        everyArticle &&
        (async () => {
          const every = await everyArticle();
          usedStale ||= every.stale;
          return every;
        }),
    },
  };
}
