import { limits } from '../limits.ts';
import { isAddress } from './is-address.ts';

/** What a request asks for, decided before anything is routed, and on the one way in which its path can be written. */
export type Target =
  /** Something may be there. `url` is what Next gets to see. */
  | { kind: 'here'; url: string }
  /** The same, written in the one way: readers are sent there. */
  | { kind: 'elsewhere'; url: string }
  /** Nothing can be there. */
  | { kind: 'nowhere' }
  /** It can't be decoded. */
  | { kind: 'unreadable' };

/** An address that no page can have: see `isAddress`. */
export const nowhere = '/-';
/** An address that Next can't decode either. */
export const unreadable = '/%';

/** The only addresses whose answer depends on what follows the question mark. */
const withQuery = new Set(['/search', '/api/preview/enable']);
/** The files of the build. All else that begins with `_` is for Next, or for nobody. */
const buildFiles = /^\/_next\/static\/[^/]/;
/** The API routes that somebody calls by this name; the others answer to addresses of their own. */
const apiRoutes = new Set(['/api/revalidate', '/api/preview/enable', '/api/preview/disable']);
/**
 * Addresses at which Next has something of its own: it takes `/index` for the home page, in the cache as well, and
 * shows its pages for errors as though they had been found.
 */
const taken = /^\/(?:index(?:\/.*)?|404|500)$/;

/**
 * Reads the target of a request. Next normalises a path in some places and not in others, so that `/./_next/data` and
 * `/%62ack-pain` passed what looked at the beginning of a path: here it is normalised once, and what comes out is all
 * that anything sees.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-4.2.3
 */
export function targetOf(raw: string): Target {
  // A server must understand a whole URL as well: RFC 9112, section 3.2.2.
  const url = raw.replace(/^https?:\/\/[^/?#]*(?=[/?])/i, '');
  const [path = '', ...query] = url.split('?');
  if (!path.startsWith('/') || path.length > limits.path.value || /[\\#]/.test(path)) return { kind: 'nowhere' };
  const segments = path.slice(1).split('/').map(decoded);
  if (segments.some((segment) => segment === undefined)) return { kind: 'unreadable' };
  const normal = normalPath(segments.filter((segment) => segment !== undefined));
  if (normal === undefined || !mayBeThere(normal)) return { kind: 'nowhere' };
  const search = query.length === 0 ? '' : `?${query.join('?')}`;
  if (normal !== path) return { kind: 'elsewhere', url: `${normal}${search}` };
  return { kind: 'here', url: withQuery.has(normal) ? `${normal}${search}` : normal };
}

/** The path of these segments without what leads nowhere or up; undefined where a segment holds what none may. */
function normalPath(segments: readonly string[]): string | undefined {
  const kept: string[] = [];
  for (const segment of segments) {
    // A slash or an escape within a segment would be read as another path by whoever decodes it once more.
    if (/[/\\%]|\p{Cc}/u.test(segment)) return undefined;
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return kept.length > limits.segments.value ? undefined : `/${kept.map(encoded).join('/')}`;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** What RFC 3986 lets stand in a segment as it is stays so. */
function encoded(segment: string): string {
  return encodeURIComponent(segment).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}

function mayBeThere(path: string): boolean {
  if (buildFiles.test(path)) return true;
  // No other address has a capital letter, but Next's patterns would take one for a small one.
  if (path.startsWith('/_') || /\p{Lu}/u.test(decodeURI(path)) || taken.test(path)) return false;
  if (path.startsWith('/api/')) return apiRoutes.has(path);
  return path === '/' || path.includes('.') || path.startsWith('/a-to-z/') || isAddress(path);
}
