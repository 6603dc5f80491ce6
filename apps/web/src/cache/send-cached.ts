import type { IncomingMessage, ServerResponse } from 'node:http';
import { notFoundUrl } from '../server/request-target.ts';
import { type CachedResponse, notFoundPath, type ResponseCache } from './response-cache.ts';

/** Next's preview cookie: a request with it may be an editor's, who sees drafts. */
const previewCookie = /(?:^|;)\s*__prerender_bypass=/;

/** Answers from the cache; false on a cache miss. */
export function sendCached(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  response: ServerResponse,
  cache: ResponseCache,
): boolean {
  const { method, url = '', headers } = request;
  if ((method !== 'GET' && method !== 'HEAD') || previewCookie.test(headers.cookie ?? '')) return false;
  const cached = cache.get(url === notFoundUrl ? notFoundPath : url);
  if (cached !== undefined) sendResponse(request, response, cached);
  return cached !== undefined;
}

/** Sends a response, or 304 where the client has it already. */
export function sendResponse(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  response: ServerResponse,
  cached: CachedResponse,
): void {
  response.setHeader('ETag', cached.etag).setHeader('Vary', 'Accept-Encoding');
  if (cached.status === 200 && isNotModified(headers, cached.etag)) {
    response.writeHead(304).end();
    return;
  }
  const gzip = acceptsGzip(headers['accept-encoding']) ? cached.gzip : undefined;
  const body = gzip ?? cached.body;
  if (gzip) response.setHeader('Content-Encoding', 'gzip');
  response
    .writeHead(cached.status, { ...cached.headers, 'Content-Length': body.byteLength })
    .end(method === 'HEAD' ? undefined : body);
}

/** Whether If-None-Match has the ETag. A hard reload sends `no-cache` and gets the whole response. */
function isNotModified(headers: IncomingMessage['headers'], etag: string): boolean {
  if (headers['cache-control']?.includes('no-cache')) return false;
  const known = headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known !== undefined && (known.includes(etag) || known.includes('*'));
}

function acceptsGzip(accepted: string | string[] | undefined): boolean {
  const codings = [accepted ?? []].flat().join(',').toLowerCase().split(',');
  return codings.some((coding) => /^\s*gzip\s*(?:;\s*q\s*=\s*(?:1|0\.\d*[1-9]).*)?$/.test(coding));
}
