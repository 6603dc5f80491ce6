import { connectionElementId, connectionToHtml } from '../connection.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import type { Environment } from './environment.ts';

export type Page = { html: string; headers: Record<string, string> };

const placeholder = `<script type="application/json" id="${connectionElementId}"></script>`;

/** The Studio's one page: the built HTML with the connection in it, and the headers it is served with. */
export function studioPage(builtHtml: string, environment: Environment): Page {
  if (!builtHtml.includes(placeholder)) throw new Error('The built page has no place for the connection: build again.');
  const filled = placeholder.replace('></', () => `>${connectionToHtml(environment.connection)}</`);
  return {
    html: builtHtml.replace(placeholder, () => filled),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': contentSecurityPolicy(environment),
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    },
  };
}
