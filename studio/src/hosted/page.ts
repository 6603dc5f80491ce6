import { connectionElementId, connectionToHtml } from '../connection.ts';
import type { Config } from './config.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';

export type Page = { html: string; headers: Record<string, string> };

const placeholder = `<script type="application/json" id="${connectionElementId}"></script>`;

/** The Studio's page: the built HTML with the connection filled in, and its response headers. */
export function studioPage(builtHtml: string, config: Config): Page {
  if (!builtHtml.includes(placeholder)) throw new Error('The built page has no place for the connection: build again.');
  const filled = placeholder.replace('></', () => `>${connectionToHtml(config.connection)}</`);
  return {
    html: builtHtml.replace(placeholder, () => filled),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': contentSecurityPolicy(config),
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    },
  };
}
