import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { environment } from '../server/environment.ts';
import { type ImageKeeper, imageKeeper } from '../server/image-keeper.ts';
import { mediaStore } from '../server/media-store.ts';
import { expiredTags } from './expired-tags.ts';
import { packedPages, pageAt } from './packed-answers.ts';
import { PageStore } from './page-store.ts';

/** What Next hands over to be kept, as far as we keep it. */
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

/** What a page says of itself for the cache, among its props. */
export type CacheFacts = z.infer<typeof renderedPage>['pageData']['pageProps']['cache'];

/**
 * Next's cache for rendered pages: kept in DATA_DIR, right at the next request after a change.
 *
 * Only pages are kept. What is not found or has moved carries no tags and is asked anew each time: so it can't
 * outlive a publish, and made-up addresses can't fill the disk. Errors never get here.
 *
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/incrementalCacheHandlerPath
 */
export default class PageCache {
  readonly #store: PageStore | undefined;

  constructor({ serverDistDir, dev }: { serverDistDir?: string; dev?: boolean }) {
    // A build knows no content: it must not leave anything in DATA_DIR.
    const isRunning = process.env.NEXT_PHASE !== 'phase-production-build' && dev !== true;
    this.#store = isRunning && serverDistDir !== undefined ? storeOf(serverDistDir) : undefined;
  }

  /** The page kept under the key, unless something that it shows has changed since. */
  async get(key: string) {
    const page = renderedPage.safeParse(await this.#store?.get(key));
    if (!page.success) return null;
    const { readAt, refreshAfter } = page.data.pageData.pageProps.cache;
    if (isOutdated(page.data)) {
      await this.#store?.delete(key);
      return null;
    }
    keeper().keepOnce(key, page.data.html);
    pack(key, page.data);
    return { lastModified: readAt, value: page.data, cacheControl: { revalidate: refreshAfter ?? false } };
  }

  /** Keeps a page, unless something that it shows changed while it was rendered. */
  async set(key: string, value: unknown): Promise<void> {
    const page = renderedPage.safeParse(value);
    if (this.#store === undefined || !page.success || isOutdated(page.data)) return;
    await this.#store.set(key, page.data);
    keeper().keepImagesOf(page.data.html);
  }

  /** Next's own tags are not used: `ExpiredTags` outlives a restart, Next's list does not. */
  async revalidateTag(): Promise<void> {}

  resetRequestCache(): void {}
}

function isOutdated({ pageData }: z.infer<typeof renderedPage>): boolean {
  const { tags, position, validUntil } = pageData.pageProps.cache;
  const isOver = validUntil !== null && Date.parse(validUntil) <= Date.now();
  return isOver || expiredTags(environment().dataDir).haveExpired(tags, position);
}

/** What is tried again soon, since the lake failed, stays Next's to see to. */
function pack(key: string, page: z.infer<typeof renderedPage>): void {
  if (page.pageData.pageProps.cache.refreshAfter !== null || (page.status ?? 200) !== 200) return;
  const path = pathIn(key);
  packedPages().keep(path, pageAt(path, page.html), () => isOutdated(page));
}

/** Next's key ends with the address, after what it prefixes since 16.4. */
function pathIn(key: string): string {
  const path = key.replace(/^.*\/\$(?=\/)/, '');
  return path === '/index' ? '/' : path;
}

function keeper(): ImageKeeper {
  return imageKeeper(mediaStore(environment().dataDir));
}

let store: PageStore | undefined;

/**
 * Pages of another build link to styles that are gone, and those of another SITE_URL name the wrong address:
 * each such generation has a folder of its own.
 */
function storeOf(serverDistDir: string): PageStore {
  if (store === undefined) {
    const { dataDir, siteUrl, isPublic, takesFeedback } = environment();
    const buildId = readFileSync(join(serverDistDir, '..', 'BUILD_ID'), 'utf8');
    const generation = createHash('sha256')
      .update(JSON.stringify([buildId, siteUrl, isPublic, takesFeedback]))
      .digest('hex');
    store = new PageStore(join(dataDir, 'site', 'pages'), generation.slice(0, 16));
  }
  return store;
}
