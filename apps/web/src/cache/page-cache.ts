import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ImagePrefetcher, imagePrefetcher } from '../media/image-prefetcher.ts';
import { mediaStore } from '../media/media-store.ts';
import { environment } from '../server/environment.ts';
import { expiredTags } from './expired-tags.ts';
import { createPageStore, type PageStore } from './page-store.ts';
import { htmlContent, pageResponses } from './response-cache.ts';

/** What Next gives the cache handler to store, as far as it is stored. */
const renderedPage = z.object({
  kind: z.literal('PAGES'),
  html: z.string(),
  headers: z.unknown().optional(),
  status: z.number().optional(),
  pageData: z.object({
    pageProps: z.object({
      cache: z.object({
        tags: z.array(z.string()),
        position: z.number(),
        readAt: z.number(),
        validUntil: z.string().nullable(),
        refreshAfter: z.number().nullable(),
      }),
    }),
  }),
});

/** The cache metadata that each page has among its props. */
export type CacheMetadata = z.infer<typeof renderedPage>['pageData']['pageProps']['cache'];

/**
 * Next's cache handler: stores rendered pages in DATA_DIR, and never returns one that is stale.
 *
 * Only pages are stored. Redirects and not-found answers have no tags and are read again at each request: they can't
 * outlive a publish, and made-up addresses can't fill the disk. Next does not give errors to the cache.
 *
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/incrementalCacheHandlerPath
 */
export default class PageCache {
  readonly #store: PageStore | undefined;

  constructor({ serverDistDir, dev }: { serverDistDir?: string; dev?: boolean }) {
    // A build reads no content and must not write to DATA_DIR.
    const isRunning = process.env.NEXT_PHASE !== 'phase-production-build' && dev !== true;
    this.#store = isRunning && serverDistDir !== undefined ? storeOf(serverDistDir) : undefined;
  }

  async get(key: string) {
    const page = renderedPage.safeParse(await this.#store?.get(key));
    if (!page.success) return null;
    const { readAt, refreshAfter } = page.data.pageData.pageProps.cache;
    if (isStale(page.data)) {
      await this.#store?.delete(key);
      return null;
    }
    prefetcher().enqueueOnce(key, page.data.html);
    cacheResponse(key, page.data);
    return { lastModified: readAt, value: page.data, cacheControl: { revalidate: refreshAfter ?? false } };
  }

  /** Stores a page, unless one of its tags expired while it was rendered. */
  async set(key: string, value: unknown): Promise<void> {
    const page = renderedPage.safeParse(value);
    if (this.#store === undefined || !page.success || isStale(page.data)) return;
    await this.#store.set(key, page.data);
    prefetcher().enqueueImagesOf(page.data.html);
  }

  /** Next's own tags are not used: its list of expired tags does not outlive a restart, `ExpiredTags` does. */
  async revalidateTag(): Promise<void> {}

  resetRequestCache(): void {}
}

function isStale({ pageData }: z.infer<typeof renderedPage>): boolean {
  const { tags, position, validUntil } = pageData.pageProps.cache;
  const isExpired = validUntil !== null && Date.parse(validUntil) <= Date.now();
  return isExpired || expiredTags(environment().dataDir).haveExpired(tags, position);
}

/** Not for pages with last good content: Next must serve those, to revalidate them in the background. */
function cacheResponse(key: string, page: z.infer<typeof renderedPage>): void {
  if (page.pageData.pageProps.cache.refreshAfter !== null || (page.status ?? 200) !== 200) return;
  const path = pathOf(key);
  pageResponses().set(path, htmlContent(path, page.html), () => isStale(page));
}

/** Since 16.4, Next puts a prefix that ends with `/$` before the path. */
function pathOf(key: string): string {
  const path = key.replace(/^.*\/\$(?=\/)/, '');
  return path === '/index' ? '/' : path;
}

function prefetcher(): ImagePrefetcher {
  return imagePrefetcher(mediaStore(environment().dataDir));
}

let store: PageStore | undefined;

/**
 * Pages of another build link to style sheets that are gone, and those of another SITE_URL to another host: each
 * combination is a generation with its own folder.
 */
function storeOf(serverDistDir: string): PageStore {
  if (store === undefined) {
    const { dataDir, siteUrl, isPublic, takesFeedback } = environment();
    const buildId = readFileSync(join(serverDistDir, '..', 'BUILD_ID'), 'utf8');
    const generation = createHash('sha256')
      .update(JSON.stringify([buildId, siteUrl, isPublic, takesFeedback]))
      .digest('hex');
    store = createPageStore(join(dataDir, 'site', 'pages'), generation.slice(0, 16));
  }
  return store;
}
