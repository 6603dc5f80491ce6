import { z } from 'zod';
import { type Addressed, addressed, addressOf } from './address.ts';
import type { Lookup } from './lookup.ts';
import { maxRedirects, prefixesOf, resolveRedirect } from './resolve-redirect.ts';

/** The site's own pages and files, which no document can have. */
export const builtInPaths: readonly RegExp[] = [
  /^\/(?:people|a-to-z|search)?$/,
  // Arabic, Hebrew and Chinese letters are neither capital nor small.
  /^\/a-to-z\/(?:[\p{Ll}\p{Lo}\p{Lm}]|0-9)$/u,
  /^\/feed\.(?:xml|atom|json)$/,
  /^\/(?:llms\.txt|robots\.txt|sitemap\.xml|manifest\.webmanifest)$/,
];

/** Paths derived from a page's address, by prefix and suffix, and which pages have them. */
const derivedPaths: [pattern: RegExp, has: (page: Addressed) => boolean][] = [
  [/^()(\/.+)(\/feed\.(?:xml|atom|json))$/, ({ _type }) => _type === 'topic'],
  [/^()(\/.+)(\.md)$/, ({ _type }) => _type === 'article'],
  [/^(\/share)(\/.+)(\.png)$/, ({ _type, withdrawal }) => _type === 'article' && !withdrawal],
];

const redirect = z.object({
  _type: z.literal('redirect'),
  from: z.string(),
  to: z.string().nullish(),
  target: z.object({ _ref: z.string() }).nullish(),
});

/**
 * An address of this site as a decoded path, without query and fragment; undefined if no page can have it.
 */
export function normalizePath(address: string): string | undefined {
  const segments = new URL(address, 'https://site.invalid').pathname.split('/').filter((segment) => segment !== '');
  const decoded = segments.flatMap((segment) => decodedSegment(segment) ?? []);
  return decoded.length === segments.length ? `/${decoded.join('/')}` : undefined;
}

/** Rejects an encoded slash or percent sign: a proxy that decodes twice would see another path. */
function decodedSegment(segment: string): string | undefined {
  try {
    const decoded = decodeURIComponent(segment);
    return /[/\\%]|\p{Cc}/u.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** Whether an address of this site has a page, directly or after redirects. */
export function isOnSite(address: string, lookup: Lookup): boolean {
  return isServed(address, lookup, 0);
}

/** The documents that `isOnSite` needs for an address: by id, by slug, and by a redirect's `from`. */
export function lookupParamsFor(address: string): { ids: string[]; slugs: string[]; addresses: string[] } {
  const path = normalizePath(address) ?? '';
  const image = imageIn(path);
  const paths = [path, ...derivedPaths.flatMap(([pattern]) => pattern.exec(path)?.[2] ?? [])];
  return { ids: image ? [image] : [], slugs: paths.map(lastOf), addresses: paths.flatMap(prefixesOf) };
}

/** Resolves an address as the site does, then the address of its redirect. */
function isServed(address: string, lookup: Lookup, redirects: number): boolean {
  const path = normalizePath(address);
  if (path === undefined || redirects > maxRedirects) return false;
  if (builtInPaths.some((pattern) => pattern.test(path)) || isImage(path, lookup)) return true;
  const derived = parseDerived(path);
  const page = pageAt(derived?.page ?? path, lookup);
  if (page) return derived?.has(page) ?? true;
  const to = destinationOf(derived?.page ?? path, lookup, 0);
  if (typeof to !== 'string') return false;
  // A derived path follows its page's redirect, but not to another site.
  if (!to.startsWith('/')) return derived === undefined;
  return isServed(derived ? `${derived.prefix}${to}${derived.suffix}` : to, lookup, redirects + 1);
}

function parseDerived(path: string) {
  for (const [pattern, has] of derivedPaths) {
    const [, prefix = '', page, suffix = ''] = pattern.exec(path) ?? [];
    if (page !== undefined) return { prefix, page, suffix, has };
  }
  return undefined;
}

/**
 * The final destination of a path without a page. A fixed address need not be a document's, such as `/search?q=neck`:
 * `isServed` resolves it next.
 */
function destinationOf(path: string, lookup: Lookup, moves: number): string | typeof notFound | typeof loop {
  const move = movedTo(path, lookup);
  if (move === undefined) return notFound;
  if (moves === maxRedirects) return loop;
  if (!move.to.startsWith('/') || pageAt(move.to, lookup)) return move.to;
  const next = destinationOf(move.to, lookup, moves + 1);
  return next === notFound && move.isFixed ? move.to : next;
}

const notFound = Symbol('not found');
const loop = Symbol('redirect loop');

function pageAt(path: string, { get, withSlug }: Lookup): Addressed | undefined {
  return withSlug(lastOf(path))
    .flatMap((document) => addressed.safeParse(document).data ?? [])
    .find((document) => addressOf(document, get) === path);
}

function lastOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}

function isImage(path: string, { get }: Lookup): boolean {
  const image = imageIn(path);
  return image !== undefined && get(image) !== undefined;
}

/** The id of the image that the site serves at a path. */
function imageIn(path: string): string | undefined {
  const [, name] = /^\/media\/([^/]+)\//.exec(path) ?? [];
  return name && `image-${name}`;
}

function movedTo(path: string, { get, withText }: Lookup): { to: string; isFixed: boolean } | undefined {
  const redirects = prefixesOf(path)
    .flatMap((prefix) => withText('from', prefix))
    .flatMap((document) => redirect.safeParse(document).data ?? []);
  const leadsTo = ({ target, to }: z.infer<typeof redirect>) =>
    (target ? addressOf(get(target._ref), get) : undefined) ?? to ?? undefined;
  const move = resolveRedirect(path, redirects, leadsTo);
  return move && { to: move.to, isFixed: move.rest === '' && typeof move.redirect.to === 'string' };
}
