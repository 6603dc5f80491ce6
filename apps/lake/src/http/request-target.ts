import type { IncomingMessage } from 'node:http';

/** Path and query string. The request target may be in absolute form, as sent to proxies: `GET http://localhost:3030/v1/ping`. */
export function requestTarget({ url = '/' }: IncomingMessage): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
}
