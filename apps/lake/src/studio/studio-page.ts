import { PlainError } from '../errors.ts';
import { type Shim, shimPath } from './shim.ts';
import { withoutThirdParties } from './third-parties.ts';

export type StudioConnection = {
  projectId: string;
  dataset: string;
  /** The public URLs of the Studio and of the readers' site, without a trailing slash. */
  studioUrl: string;
  siteUrl: string;
  /** Whether the lake's plugin writes redirects and first publications, so that the Studio need not. */
  hasPublishRules: boolean;
};

export type Page = { html: string; headers: Record<string, string> };

/**
 * An element of Bodytext's own Studio, into which the lake writes the project, dataset and site, so that one build works
 * for any newsroom. A Studio with it also gets the strict policy, which it is known to work with.
 */
const connectionElement = /<script type="application\/json" id="connection">\s*<\/script>/;
const head = /<head(?:\s[^>]*)?>/i;

/**
 * Inserts the shim as the first script of a Studio's page, so that it runs before any of Sanity's code.
 *
 * @throws PlainError where the page has no head
 */
export function studioPage(built: string, shim: Shim, connection: StudioConnection): Page {
  if (!head.test(built)) throw new PlainError('The Studio’s index.html has no <head>: build the Studio again.');
  const isOwn = connectionElement.test(built);
  const html = withoutThirdParties(built)
    .replace(head, (tag) => `${tag}<script src="${shimPath}?v=${shim.hash}"></script>`)
    .replace(
      connectionElement,
      () => `<script type="application/json" id="connection">${connectionJson(connection)}</script>`,
    );
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      ...(isOwn ? ownPolicies(connection) : anyStudioPolicies),
    },
  };
}

/** With `<` escaped: a script element ends at the first `</script`, even inside a JSON string. */
function connectionJson({ projectId, dataset, siteUrl, hasPublishRules }: StudioConnection): string {
  const connection = { projectId, dataset, lake: 'embedded', hasPublishRules, siteUrl };
  return JSON.stringify(connection).replaceAll('<', '\\u003c');
}

/** For any other Studio: the scripts, hosts and devices that its plugins need are not known here. */
const anyStudioPolicies = { 'content-security-policy': "frame-ancestors 'self'; base-uri 'self'" };

function ownPolicies(connection: StudioConnection): Record<string, string> {
  return {
    'content-security-policy': strictPolicy(connection),
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}

/**
 * Allows the page's own origin, and the site in Presentation's iframe, nothing else. Inline styles are allowed because
 * Sanity UI injects them at run time.
 */
function strictPolicy({ studioUrl, siteUrl }: StudioConnection): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    // In some browsers, 'self' does not include WebSockets of the same origin.
    `connect-src 'self' ${new URL(studioUrl).origin.replace(/^http/, 'ws')} blob:`,
    "worker-src 'self' blob:",
    `frame-src 'self' ${new URL(siteUrl).origin}`,
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}
