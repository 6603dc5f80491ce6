import type { ExpiredTags } from './cache/expired-tags.ts';
import type { ResponseCache } from './cache/response-cache.ts';
import type { FeedbackService } from './feedback/feedback-service.ts';
import type { ImagePrefetcher } from './media/image-prefetcher.ts';
import type { MediaStore } from './media/media-store.ts';
import type { Search } from './search/search.ts';
import type { CircuitBreaker } from './server/circuit-breaker.ts';

/** What must exist once per process. */
type Instances = {
  circuitBreaker: CircuitBreaker;
  expiredTags: ExpiredTags;
  feedbackService: FeedbackService;
  fileResponses: ResponseCache;
  imagePrefetcher: ImagePrefetcher;
  mediaStore: MediaStore;
  pageResponses: ResponseCache;
  search: Search;
};

declare global {
  var bodytextInstances: Partial<Instances> | undefined;
}

/**
 * The instance of this process, created on first use. Node loads the server and the cache handler unbundled, and Next
 * bundles the same modules again for pages and for API routes: a module-level variable would exist several times.
 */
export function processWide<Key extends keyof Instances>(key: Key, create: () => Instances[Key]): Instances[Key] {
  globalThis.bodytextInstances ??= {};
  const instances = globalThis.bodytextInstances;
  const instance = instances[key] ?? create();
  instances[key] = instance;
  return instance;
}
