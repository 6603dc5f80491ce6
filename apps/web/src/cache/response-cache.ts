import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { limits } from '../limits.ts';
import { processWide } from '../process-wide.ts';

export type ResponseContent = {
  status: 200 | 404;
  body: string | Buffer;
  headers: { 'Content-Type': string; [name: string]: string };
};

/** A response ready to be sent, compressed once for all readers. */
export type CachedResponse = ResponseContent & {
  body: Buffer;
  /** Absent for images, which are compressed already. */
  gzip: Buffer | undefined;
  etag: string;
};

type Entry = CachedResponse & { isStale(): boolean };

const gzipLevel = 9;

export type ResponseCache = ReturnType<typeof createResponseCache>;

declare module '../process-wide.ts' {
  interface Instances {
    fileResponses: ResponseCache;
    pageResponses: ResponseCache;
  }
}

/**
 * An LRU cache of responses, by path. Next takes a hundred times as long to find a page in its own cache as it takes to
 * send one from here.
 */
export function createResponseCache() {
  /** Least recently used first. */
  const entries = new Map<string, Entry>();

  return {
    /** @param isStale whether the content has changed or its validity has ended */
    set(path: string, content: ResponseContent, isStale: () => boolean): void {
      const known = entries.get(path);
      const body = Buffer.from(content.body);
      const response = known?.body.equals(body) ? { ...known, ...content, body } : compressResponse(content);
      entries.delete(path);
      entries.set(path, { ...response, isStale });
      const [oldest] = entries.keys();
      if (entries.size > limits.cachedResponses.value && oldest !== undefined) entries.delete(oldest);
    },

    /** The response for a path, unless it is stale. */
    get(path: string): CachedResponse | undefined {
      const entry = entries.get(path);
      if (entry === undefined) return undefined;
      entries.delete(path);
      if (entry.isStale()) return undefined;
      entries.set(path, entry);
      return entry;
    },
  };
}

export function compressResponse(content: ResponseContent): CachedResponse {
  const body = Buffer.from(content.body);
  const isCompressed = content.headers['Content-Type'].startsWith('image/');
  return {
    ...content,
    body,
    gzip: isCompressed ? undefined : gzipSync(body, { level: gzipLevel }),
    etag: etagOf(body),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3 */
function etagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`;
}

/** The pages cached in this process. */
export function pageResponses(): ResponseCache {
  return processWide('pageResponses', createResponseCache);
}

/** Feeds, the sitemap and other generated files. Separate, so that a client that requests all of them evicts no page. */
export function fileResponses(): ResponseCache {
  return processWide('fileResponses', createResponseCache);
}

/** The path of Next's not-found page. No request for it gets here: see `parseRequestTarget`. */
export const notFoundPath = '/404';

export function htmlContent(path: string, html: string): ResponseContent {
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  return { status: path === notFoundPath ? 404 : 200, body: html, headers };
}
