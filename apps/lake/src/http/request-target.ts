import type { IncomingMessage } from 'node:http';

/** A request's path and search. Its address may also come whole, as to a proxy: `GET http://localhost:3030/v1/ping`. */
export function requestTarget({ url = '/' }: IncomingMessage): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
}
