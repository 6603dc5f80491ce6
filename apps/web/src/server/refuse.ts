import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** The addresses that read what is sent to them. */
const takers = new Set(['/feedback', '/api/revalidate']);

/** Answers with a sentence, and no page. */
export function refuse(response: ServerResponse, status: number, why: string, headers: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers });
  response.end(`${why}\n`);
}

/**
 * Refuses what no address does, and tells whether it did. What is sent where nobody reads it is not read either: Next
 * would parse a megabyte of JSON for an address that wants none.
 */
export function refuseMethod(request: IncomingMessage, response: ServerResponse): boolean {
  const { method, url = '', headers } = request;
  if (method === 'POST' && takers.has(url)) return false;
  const close = { Connection: 'close' };
  if (method !== 'GET' && method !== 'HEAD') {
    refuse(response, 405, 'This address can only be read.', { Allow: 'GET, HEAD', ...close });
    return true;
  }
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return false;
  refuse(response, 400, 'A request that reads has no body.', close);
  return true;
}
