import type { IncomingMessage, ServerResponse } from 'node:http';
import { notFoundPath, type PackedPage, type PackedPages } from '../cache/packed-pages.ts';
import { nowhere } from './request-target.ts';

/** Whoever brings this may be an editor who is shown drafts. */
const previewCookie = /(?:^|;)\s*__prerender_bypass=/;

/** Answers with a packed page, if there is one at the address; tells whether it did. */
export function sendPacked(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  response: ServerResponse,
  pages: PackedPages,
): boolean {
  const { method, url = '', headers } = request;
  if ((method !== 'GET' && method !== 'HEAD') || previewCookie.test(headers.cookie ?? '')) return false;
  const page = pages.at(url === nowhere ? notFoundPath : url);
  if (page === undefined) return false;
  response.setHeader('ETag', page.etag).setHeader('Vary', 'Accept-Encoding');
  if (page.status === 200 && isKnown(headers, page)) {
    response.writeHead(304).end();
    return true;
  }
  const isPacked = takesGzip(headers['accept-encoding']);
  if (isPacked) response.setHeader('Content-Encoding', 'gzip');
  const body = isPacked ? page.gzip : Buffer.from(page.html);
  response.setHeader('Content-Type', 'text/html; charset=utf-8').setHeader('Content-Length', body.byteLength);
  response.writeHead(page.status).end(method === 'HEAD' ? undefined : body);
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
