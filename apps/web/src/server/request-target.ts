import { limits } from '../limits.ts';
import { isAddress } from './is-address.ts';

/** What a request's URL leads to, decided on its normalized path before any routing. */
export type Target =
  /** Something may be there. `url` is what Next gets. */
  | { kind: 'routable'; url: string }
  /** The URL is not normalized: clients are redirected to `url`. */
  | { kind: 'redirect'; url: string }
  /** Nothing can be there. */
  | { kind: 'notFound' }
  /** The percent-encoding is malformed. */
  | { kind: 'malformed' };

/** The URL that stands for all not-found targets: `isAddress` rejects it. */
export const notFoundUrl = '/-';
/** The URL that stands for all malformed targets: Next can't decode it either. */
export const malformedUrl = '/%';

/** The only addresses whose query is passed on. */
const withQuery = new Set(['/search', '/api/preview/enable']);
/** The build's files: the only allowed paths that begin with `_`. */
const buildFiles = /^\/_next\/static\/[^/]/;
/** The allowlist of API routes; the other routes are reached by rewrites. */
const apiRoutes = new Set(['/api/revalidate', '/api/preview/enable', '/api/preview/disable']);
/** Next's internal pages: it serves and caches the home page as `/index`, and its error pages with status 200. */
const internalPages = /^\/(?:index(?:\/.*)?|404|500)$/;

/**
 * Parses the URL of a request. Next normalizes a path in some places and not in others, so that checks on the start of a
 * path could be bypassed by `/./_next/data` or `/%62ack-pain`. So it is normalized here, once, for everything behind.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-4.2.3
 */
export function parseRequestTarget(raw: string): Target {
  // A server must accept the absolute form as well: RFC 9112, section 3.2.2.
  const url = raw.replace(/^https?:\/\/[^/?#]*(?=[/?])/i, '');
  const [path = '', ...query] = url.split('?');
  if (!path.startsWith('/') || path.length > limits.path.value || /[\\#]/.test(path)) return { kind: 'notFound' };
  const segments = path.slice(1).split('/').map(decode);
  if (segments.some((segment) => segment === undefined)) return { kind: 'malformed' };
  const normalized = normalize(segments.filter((segment) => segment !== undefined));
  if (normalized === undefined || !mayExist(normalized)) return { kind: 'notFound' };
  const search = query.length === 0 ? '' : `?${query.join('?')}`;
  if (normalized !== path) return { kind: 'redirect', url: `${normalized}${search}` };
  return { kind: 'routable', url: withQuery.has(normalized) ? `${normalized}${search}` : normalized };
}

/** The path without empty and dot segments; undefined where a segment has a forbidden character. */
function normalize(segments: readonly string[]): string | undefined {
  const normalized: string[] = [];
  for (const segment of segments) {
    // Double encoding: decoded once more, a slash or percent sign in a segment would lead to another path.
    if (/[/\\%]|\p{Cc}/u.test(segment)) return undefined;
    if (segment === '..') normalized.pop();
    else if (segment !== '' && segment !== '.') normalized.push(segment);
  }
  return normalized.length > limits.segments.value ? undefined : `/${normalized.map(encode).join('/')}`;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** Leaves the characters unescaped that RFC 3986 allows in a segment. */
function encode(segment: string): string {
  return encodeURIComponent(segment).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}

function mayExist(path: string): boolean {
  if (buildFiles.test(path)) return true;
  // No address has an upper-case letter, but Next's routes match case-insensitively.
  if (path.startsWith('/_') || /\p{Lu}/u.test(decodeURI(path)) || internalPages.test(path)) return false;
  if (path.startsWith('/api/')) return apiRoutes.has(path);
  return path === '/' || path.includes('.') || path.startsWith('/a-to-z/') || isAddress(path);
}
