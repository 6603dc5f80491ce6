import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PackedPage, PackedPages } from '../cache/packed-pages.ts';

/** Addresses as the site makes them. All others, those with a question among them, are Next's to understand. */
const plainPath = /^\/(?:[a-z0-9-]+(?:\/[a-z0-9-]+)*)?$/;

/**
 * Answers with a packed page, if there is one and nothing speaks against it; tells whether it did.
 * Who brings a cookie may be an editor who is shown drafts, and `x-prerender-revalidate` is Next asking itself.
 */
export function sendPacked(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  response: ServerResponse,
  pages: PackedPages,
): boolean {
  const { method, url = '', headers } = request;
  if ((method !== 'GET' && method !== 'HEAD') || !plainPath.test(url)) return false;
  if (headers.cookie !== undefined || headers['x-prerender-revalidate'] !== undefined) return false;
  const page = pages.at(url);
  if (page === undefined) return false;
  response.setHeader('ETag', page.etag).setHeader('Vary', 'Accept-Encoding');
  if (isKnown(headers, page)) {
    response.writeHead(304).end();
    return true;
  }
  const isPacked = takesGzip(headers['accept-encoding']);
  if (isPacked) response.setHeader('Content-Encoding', 'gzip');
  const body = isPacked ? page.gzip : Buffer.from(page.html);
  response.setHeader('Content-Type', 'text/html; charset=utf-8').setHeader('Content-Length', body.byteLength);
  response.writeHead(200).end(method === 'HEAD' ? undefined : body);
  return true;
}

/** Whether the reader has this very page. Who reloads without the browser's cache wants all of it. */
function isKnown(headers: IncomingMessage['headers'], { etag }: PackedPage): boolean {
  if (headers['cache-control']?.includes('no-cache')) return false;
  const known = headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known !== undefined && (known.includes(etag) || known.includes('*'));
}

function takesGzip(accepted: string | string[] | undefined): boolean {
  const codings = [accepted ?? []].flat().join(',').toLowerCase().split(',');
  return codings.some((coding) => /^\s*gzip\s*(?:;\s*q\s*=\s*(?:1|0\.\d*[1-9]).*)?$/.test(coding));
}
