import { PlainError } from '../errors.ts';
import { type Shim, shimPath } from './shim.ts';
import { withoutThirdParties } from './third-parties.ts';

export type StudioSettings = {
  projectId: string;
  dataset: string;
  /** The Studio's public address and the readers' site, each without a slash at its end. */
  studioUrl: string;
  siteUrl: string;
  /** Whether the lake's plugin writes what else belongs to a publication, so that the Studio need not. */
  hasPublishRules: boolean;
};

/** The page of a Studio, and the headers it is served with. */
export type Page = { html: string; headers: Record<string, string> };

/**
 * Bodytext's own Studio has this element, since one build of it serves any newsroom: the lake writes into it which
 * project, dataset and site it is for. A Studio with it also gets the strict policy, which it is known to work with.
 */
const connection = /<script type="application\/json" id="connection">\s*<\/script>/;
const head = /<head(?:\s[^>]*)?>/i;

/**
 * Puts the shim first into a Studio's page, so that it has run before anything of Sanity's.
 *
 * @throws PlainError where the page has no head to put it into
 */
export function studioPage(built: string, shim: Shim, settings: StudioSettings): Page {
  if (!head.test(built)) throw new PlainError('The Studio’s index.html has no <head>: build the Studio again.');
  const isOwn = connection.test(built);
  const html = withoutThirdParties(built)
    .replace(head, (tag) => `${tag}<script src="${shimPath}?v=${shim.hash}"></script>`)
    .replace(connection, () => `<script type="application/json" id="connection">${connectionJson(settings)}</script>`);
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      ...(isOwn ? ownRules(settings) : anyStudiosRules),
    },
  };
}

/** In a script element, which ends at the first `</script`, whatever JSON string that is in. */
function connectionJson({ projectId, dataset, siteUrl, hasPublishRules }: StudioSettings): string {
  const connection = { projectId, dataset, lake: 'embedded', hasPublishRules, siteUrl };
  return JSON.stringify(connection).replaceAll('<', '\\u003c');
}

/** What breaks no Studio: which scripts, addresses and devices a stranger's plugins need, nobody here knows. */
const anyStudiosRules = { 'content-security-policy': "frame-ancestors 'self'; base-uri 'self'" };

function ownRules(settings: StudioSettings): Record<string, string> {
  return {
    'content-security-policy': strictPolicy(settings),
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}

/**
 * What the page may do: talk to its own origin and frame the site that Presentation shows, nothing else.
 * Styles must be allowed inline, because Sanity's interface makes them while it runs.
 */
function strictPolicy({ studioUrl, siteUrl }: StudioSettings): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    // Not every browser counts WebSockets of the same origin as 'self'.
    `connect-src 'self' ${new URL(studioUrl).origin.replace(/^http/, 'ws')} blob:`,
    "worker-src 'self' blob:",
    `frame-src 'self' ${new URL(siteUrl).origin}`,
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}
