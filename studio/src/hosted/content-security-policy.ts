import type { Environment } from './environment.ts';

/** What a Studio on Sanity's own lake talks to. */
const sanity = [
  'https://*.api.sanity.io',
  'wss://*.api.sanity.io',
  'https://*.apicdn.sanity.io',
  'https://api.sanity.io',
  'https://cdn.sanity.io',
  'https://*.sanity.io',
  'https://sanity-cdn.com',
];

/**
 * What the Studio's page may do: talk to its own origin and Sanity, and frame the site that Presentation shows.
 * Styles must be allowed inline, because Sanity's interface makes them while it runs.
 */
export function contentSecurityPolicy({ connection }: Environment): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https://cdn.sanity.io https://*.sanity.io",
    "media-src 'self' blob: https://cdn.sanity.io",
    "font-src 'self' data:",
    `connect-src 'self' blob: ${sanity.join(' ')}`,
    "worker-src 'self' blob:",
    `frame-src 'self' ${connection.siteUrl}`,
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}
