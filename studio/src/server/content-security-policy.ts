import type { Environment } from './environment.ts';

/** What a Studio on Sanity's own lake talks to. */
const sanityApis = ['https://*.api.sanity.io', 'wss://*.api.sanity.io', 'https://*.apicdn.sanity.io'];
const sanityOthers = [
  'https://api.sanity.io',
  'https://cdn.sanity.io',
  'https://*.sanity.io',
  'https://sanity-cdn.com',
];

/**
 * What the Studio's page may do: talk to its own origin and frame the site that Presentation shows, nothing else.
 * Styles must be allowed inline, because Sanity's interface makes them while it runs.
 */
export function contentSecurityPolicy({ connection, studioUrl }: Environment): string {
  const isHosted = connection.lake === 'hosted';
  const ownSocket = studioUrl.replace(/^http/, 'ws');
  const remote = isHosted ? [...sanityApis, ...sanityOthers] : [];
  const directives = {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...(isHosted ? ['https://cdn.sanity.io', 'https://*.sanity.io'] : [])],
    'media-src': ["'self'", 'blob:', ...(isHosted ? ['https://cdn.sanity.io'] : [])],
    'font-src': ["'self'", 'data:'],
    // Not every browser counts WebSockets of the same origin as 'self'.
    'connect-src': ["'self'", ownSocket, 'blob:', ...remote],
    'worker-src': ["'self'", 'blob:'],
    'frame-src': ["'self'", connection.siteUrl],
    'frame-ancestors': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
