import type { IncomingMessage, ServerResponse } from 'node:http';
import { publishedPolicy } from './content-security-policy.ts';
import type { Environment } from './environment.ts';

/**
 * The headers that every answer has. Drafts replace the policy when they are rendered (`_document.tsx`), and Next
 * replaces the caching of drafts and errors: set first, these are what remains for everything else.
 */
export function setHeaders(
  request: Pick<IncomingMessage, 'url'>,
  response: ServerResponse,
  { env, dev }: { env: Pick<Environment, 'siteUrl'>; dev: boolean },
): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  // Where a reader comes from says what hurts: no other site is told, not even our name.
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
  if (env.siteUrl.startsWith('https:')) {
    // For two years, and this host alone: whether its subdomains have https is the operator's to say.
    response.setHeader('Strict-Transport-Security', 'max-age=63072000');
  }
  // Hot reload needs inline scripts, eval and a WebSocket.
  if (dev) return;
  response.setHeader('Content-Security-Policy', publishedPolicy);
  response.setHeader('Speculation-Rules', '"/speculation-rules.json"');
  if (!request.url?.startsWith('/_next/static/')) {
    // Kept by browsers and proxies, but asked about each time: a change shows at the next request.
    response.setHeader('Cache-Control', 'public, no-cache');
    neverKeepErrors(response);
  }
}

/** Next leaves a Cache-Control that is set already, also on its error pages. */
function neverKeepErrors(response: ServerResponse): void {
  const { writeHead } = response;
  response.writeHead = (status: number, ...rest: unknown[]): ServerResponse => {
    if (status >= 500) response.setHeader('Cache-Control', 'no-store');
    return Reflect.apply(writeHead, response, [status, ...rest]);
  };
}
