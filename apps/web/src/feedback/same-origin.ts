import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a form was sent from a page of this site: protection against cross-site request forgery (CSRF). Scripts can't
 * set these headers. New browsers send `Sec-Fetch-Site`, all send `Origin`, which must be the requested host.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
export function isSameOrigin(headers: IncomingHttpHeaders, siteUrl: string): boolean {
  const fetchSite = headers['sec-fetch-site'];
  if (fetchSite !== undefined) return fetchSite === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  return origin === siteUrl || new URL(origin).host === host;
}
