import { gzipSync } from 'node:zlib';
import { generateETag } from 'next/dist/server/lib/etag.js';

/** A kept page as it is sent: compressed once, not for each reader. */
export type PackedPage = {
  status: 200 | 404;
  html: string;
  gzip: Buffer;
  /** Next's own, so that who got the page from Next is told that it is still the same. */
  etag: string;
};

type Entry = PackedPage & { isOutdated(): boolean };

/** Where Next keeps the page for what is not found. Nobody reads it there: see `targetOf`. */
export const notFoundPath = '/404';

/** For the pages read most; the others go through Next. */
const mostPages = 500;
const hardest = 9;

/**
 * The pages that were found in the cache, ready to be sent. To find a page, Next does a hundred times what it takes to
 * send one; here, all that is left to ask is whether something has changed.
 */
export class PackedPages {
  readonly #pages = new Map<string, Entry>();

  /** @param isOutdated whether something that the page shows has changed, or its time is over */
  keep(path: string, html: string, isOutdated: () => boolean): void {
    const known = this.#pages.get(path);
    const packed =
      known?.html === html ? known : { html, gzip: gzipSync(html, { level: hardest }), etag: generateETag(html) };
    this.#pages.delete(path);
    this.#pages.set(path, { ...packed, status: path === notFoundPath ? 404 : 200, isOutdated });
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > mostPages && oldest !== undefined) this.#pages.delete(oldest);
  }

  /** The page at a path, unless it must be rendered again. */
  at(path: string): PackedPage | undefined {
    const page = this.#pages.get(path);
    if (page === undefined) return undefined;
    this.#pages.delete(path);
    if (page.isOutdated()) return undefined;
    this.#pages.set(path, page);
    return page;
  }
}

declare global {
  var bodytextPackedPages: PackedPages | undefined;
}

/** The packed pages of this program. Global, for the same reason as `expiredTags`. */
export function packedPages(): PackedPages {
  globalThis.bodytextPackedPages ??= new PackedPages();
  return globalThis.bodytextPackedPages;
}
