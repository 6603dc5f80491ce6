import type { ReadAccess } from '@bodytext/groq/access';
import type { Dataset } from '../dataset.ts';
import { httpLimits } from './limits.ts';

const mostCharacters = httpLimits.cachedAnswers.value;
const longestAnswer = httpLimits.cachedAnswer.value;
const longestKey = httpLimits.cachedKey.value;
const mostSeen = httpLimits.seenKeys.value;

/** Part of the cache key: callers with the same rights share answers. */
const accessIds = new WeakMap<ReadAccess, number>();
let lastId = 0;

function accessKey(access: ReadAccess): string | number {
  if (access.kind !== 'filtered' && access.kind !== 'unversioned') return access.kind;
  const id = accessIds.get(access) ?? ++lastId;
  accessIds.set(access, id);
  return id;
}

/**
 * A bounded cache of query answers. Any change of a document empties it, whichever process made the change: the
 * version of the documents is compared before every answer, so no stale answer is served.
 */
export type AnswerCache = ReturnType<typeof createAnswerCache>;

/** @param versionNow version of the documents that are visible in these answers */
function createAnswerCache(versionNow: () => number) {
  const answers = new Map<string, string>();
  /** Hashes of keys: thousands of long strings would live just long enough for V8 to copy them to the old generation. */
  const seen = new Set<number>();
  let total = 0;
  let version = versionNow();

  function clear(): void {
    answers.clear();
    total = 0;
  }

  /** Most queries never recur: caching them would only evict those that do. */
  function wasSeen(key: string): boolean {
    const hash = hashOf(key);
    if (seen.delete(hash)) return true;
    if (seen.size >= mostSeen) seen.clear();
    seen.add(hash);
    return false;
  }

  return {
    key: (access: ReadAccess, request: string): string => `${accessKey(access)} ${request}`,

    version: versionNow,

    get(key: string): string | undefined {
      const current = versionNow();
      if (current !== version) clear();
      version = current;
      return answers.get(key);
    },

    /** Caches an answer from its second request on, unless the documents have changed since it was computed. */
    set(key: string, body: string, computedAt: number): void {
      if (computedAt !== versionNow() || computedAt !== version || body.length > longestAnswer) return;
      if (key.length > longestKey) return;
      if (!wasSeen(key)) return;
      if (total + body.length + key.length > mostCharacters) clear();
      answers.set(key, body);
      total += body.length + key.length;
    },
  };
}

/** A collision is harmless: the second key's answer is then cached at its first request. */
function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

type Caches = { all: AnswerCache; publicOnly: AnswerCache };

const caches = new WeakMap<Dataset, Caches>();

/**
 * The cache for a caller. The one for anonymous readers is not emptied by changes of drafts: otherwise the response time
 * of the next answer would reveal that an editor is working on one.
 */
export function answerCacheFor(dataset: Dataset, access: ReadAccess): AnswerCache {
  const existing = caches.get(dataset) ?? createCaches(dataset);
  caches.set(dataset, existing);
  return access.kind === 'public' ? existing.publicOnly : existing.all;
}

function createCaches({ store: { documents, log } }: Dataset): Caches {
  let cached = { version: documents.version(), lastSeq: log.lastSeq('public') };
  const lastPublicSeq = (): number => {
    const version = documents.version();
    if (version !== cached.version) cached = { version, lastSeq: log.lastSeq('public') };
    return cached.lastSeq;
  };
  return { all: createAnswerCache(documents.version), publicOnly: createAnswerCache(lastPublicSeq) };
}
