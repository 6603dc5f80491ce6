import { z } from 'zod';
import { type Addressed, addressed, addressOf } from './address.ts';
import type { Lookup } from './lookup.ts';
import { mostMoves, prefixesOf, redirectedTo } from './redirected.ts';

/** What the site has at addresses of its own, where no document can be. */
export const sitesOwn: readonly RegExp[] = [
  /^\/(?:people|a-to-z|search)?$/,
  // Arabic, Hebrew and Chinese letters are neither capital nor small.
  /^\/a-to-z\/(?:[\p{Ll}\p{Lo}\p{Lm}]|0-9)$/u,
  /^\/feed\.(?:xml|atom|json)$/,
  /^\/(?:llms\.txt|robots\.txt|sitemap\.xml|manifest\.webmanifest)$/,
];

/** What the site has beside a page: what stands before and behind the page's own address, and which pages have it. */
const besidePages: [pattern: RegExp, has: (page: Addressed) => boolean][] = [
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
 * The path of an address of this site as the site reads it, without what only says how a page is opened; undefined if it
 * can be no page.
 */
export function pathIn(address: string): string | undefined {
  const segments = new URL(address, 'https://site.invalid').pathname.split('/').filter((segment) => segment !== '');
  const decoded = segments.flatMap((segment) => decodedSegment(segment) ?? []);
  return decoded.length === segments.length ? `/${decoded.join('/')}` : undefined;
}

/** A slash or an escape within a segment would be another path to whoever decodes it once more. */
function decodedSegment(segment: string): string | undefined {
  try {
    const decoded = decodeURIComponent(segment);
    return /[/\\%]|\p{Cc}/u.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** Whether a reader finds something at an address of this site, there or where it moved. */
export function isOnSite(address: string, lookup: Lookup): boolean {
  return isServed(address, lookup, 0);
}

/** Which documents say whether something is at an address: by id, slug, and address that a redirect leads on. */
export function neededFor(address: string): { ids: string[]; slugs: string[]; addresses: string[] } {
  const path = pathIn(address) ?? '';
  const image = imageIn(path);
  const paths = [path, ...besidePages.flatMap(([pattern]) => pattern.exec(path)?.[2] ?? [])];
  return { ids: image ? [image] : [], slugs: paths.map(lastOf), addresses: paths.flatMap(prefixesOf) };
}

/** As the site answers whoever asks for an address; a reader who is sent on asks for the next. */
function isServed(address: string, lookup: Lookup, times: number): boolean {
  const path = pathIn(address);
  if (path === undefined || times > mostMoves) return false;
  if (sitesOwn.some((pattern) => pattern.test(path)) || isImage(path, lookup)) return true;
  const beside = besideIn(path);
  const page = pageAt(beside?.page ?? path, lookup);
  if (page) return beside?.has(page) ?? true;
  const to = destinationOf(beside?.page ?? path, lookup, 0);
  if (typeof to !== 'string') return false;
  // What is beside a page moves with it, but not to another site.
  if (!to.startsWith('/')) return beside === undefined;
  return isServed(beside ? `${beside.before}${to}${beside.behind}` : to, lookup, times + 1);
}

function besideIn(path: string) {
  for (const [pattern, has] of besidePages) {
    const [, before = '', page, behind = ''] = pattern.exec(path) ?? [];
    if (page !== undefined) return { before, page, behind, has };
  }
  return undefined;
}

/**
 * Where the site sends a reader of a path without a page: to where redirects end. An address that an editor wrote need
 * not be a document's, such as `/search?q=neck`; whether something is there, the reader's next request tells.
 */
function destinationOf(path: string, lookup: Lookup, moves: number): string | typeof nothing | typeof circle {
  const move = movedTo(path, lookup);
  if (move === undefined) return nothing;
  if (moves === mostMoves) return circle;
  if (!move.to.startsWith('/') || pageAt(move.to, lookup)) return move.to;
  const next = destinationOf(move.to, lookup, moves + 1);
  return next === nothing && move.isWritten ? move.to : next;
}

const nothing = Symbol('nothing is there');
const circle = Symbol('redirects run in a circle');

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

function movedTo(path: string, { get, withText }: Lookup): { to: string; isWritten: boolean } | undefined {
  const redirects = prefixesOf(path)
    .flatMap((prefix) => withText('from', prefix))
    .flatMap((document) => redirect.safeParse(document).data ?? []);
  const leadsTo = ({ target, to }: z.infer<typeof redirect>) =>
    (target ? addressOf(get(target._ref), get) : undefined) ?? to ?? undefined;
  const move = redirectedTo(path, redirects, leadsTo);
  return move && { to: move.to, isWritten: move.rest === '' && typeof move.redirect.to === 'string' };
}
