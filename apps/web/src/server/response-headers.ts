import type { IncomingMessage, ServerResponse } from 'node:http';
import { publishedPolicy } from './content-security-policy.ts';
import type { Environment } from './environment.ts';

/**
 * Sets the headers that every response has, before it is handled. Drafts overwrite Content-Security-Policy when they are
 * rendered (`_document.tsx`), and Next overwrites Cache-Control for drafts and errors.
 */
export function setHeaders(
  request: Pick<IncomingMessage, 'url'>,
  response: ServerResponse,
  { env, dev }: { env: Pick<Environment, 'siteUrl'>; dev: boolean },
): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  // A referrer would tell other sites about the reader's health; without a path too, since the site's name does.
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
  if (env.siteUrl.startsWith('https:')) {
    // Two years. No includeSubDomains: the operator's other hosts may not have HTTPS.
    response.setHeader('Strict-Transport-Security', 'max-age=63072000');
  }
  // Hot reload needs inline scripts, eval and a WebSocket.
  if (dev) return;
  response.setHeader('Content-Security-Policy', publishedPolicy);
  response.setHeader('Speculation-Rules', '"/speculation-rules.json"');
  if (!request.url?.startsWith('/_next/static/')) {
    // Browsers and proxies may cache, but must revalidate each time: a change shows at the next request.
    response.setHeader('Cache-Control', 'public, no-cache');
    forbidStoringErrors(response);
  }
}

/** Next keeps a Cache-Control that is set already, also for its error pages. */
function forbidStoringErrors(response: ServerResponse): void {
  const { writeHead } = response;
  response.writeHead = (status: number, ...rest: unknown[]): ServerResponse => {
    if (status >= 500) response.setHeader('Cache-Control', 'no-store');
    return Reflect.apply(writeHead, response, [status, ...rest]);
  };
}
