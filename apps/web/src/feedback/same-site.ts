import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a form was sent from one of this site's own pages. Browsers say so and pages can't make them lie: new ones by
 * `Sec-Fetch-Site`, all by `Origin`, which must be the host that was asked.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
export function isFromThisSite(headers: IncomingHttpHeaders, siteUrl: string): boolean {
  const fetchSite = headers['sec-fetch-site'];
  if (fetchSite !== undefined) return fetchSite === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  return origin === siteUrl || new URL(origin).host === host;
}
