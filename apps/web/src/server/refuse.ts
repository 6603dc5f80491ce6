import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** The only paths that accept POST. */
const postPaths = new Set(['/feedback', '/api/revalidate']);

/** Answers with an error in plain text. */
export function refuse(response: ServerResponse, status: number, why: string, headers: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers });
  response.end(`${why}\n`);
}

/**
 * Rejects methods and bodies that no path accepts; true if it did. The connection is closed without reading the body: Next
 * would parse a megabyte of JSON for a page.
 */
export function refuseMethod(request: IncomingMessage, response: ServerResponse): boolean {
  const { method, url = '', headers } = request;
  if (method === 'POST' && postPaths.has(url)) return false;
  const close = { Connection: 'close' };
  if (method !== 'GET' && method !== 'HEAD') {
    refuse(response, 405, 'This address can only be read.', { Allow: 'GET, HEAD', ...close });
    return true;
  }
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return false;
  refuse(response, 400, 'A request that reads has no body.', close);
  return true;
}
