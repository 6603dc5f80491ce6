import type { Config } from './config.ts';

/** The hosts of Sanity's Content Lake. */
const sanityHosts = [
  'https://*.api.sanity.io',
  'wss://*.api.sanity.io',
  'https://*.apicdn.sanity.io',
  'https://api.sanity.io',
  'https://cdn.sanity.io',
  'https://*.sanity.io',
  'https://sanity-cdn.com',
];

/**
 * Allows requests to the page's origin and to Sanity, and a frame for the site, which Presentation shows.
 * Inline styles are allowed because styled-components inserts them at run time.
 */
export function contentSecurityPolicy({ connection }: Config): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https://cdn.sanity.io https://*.sanity.io",
    "media-src 'self' blob: https://cdn.sanity.io",
    "font-src 'self' data:",
    `connect-src 'self' blob: ${sanityHosts.join(' ')}`,
    "worker-src 'self' blob:",
    `frame-src 'self' ${connection.siteUrl}`,
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}
