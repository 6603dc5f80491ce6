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

/** What the site has beside a page, with the types of documents that have it. */
const besidePages: [pattern: RegExp, types: string[]][] = [
  [/^(\/.+)\/feed\.(?:xml|atom|json)$/, ['topic']],
  [/^(\/.+)\.md$/, ['article']],
  [/^\/share(\/.+)\.png$/, ['article', 'topic', 'page', 'person']],
];

const redirect = z.object({
  _type: z.literal('redirect'),
  from: z.string(),
  to: z.string().nullish(),
  target: z.object({ _ref: z.string() }).nullish(),
});

/** The path of an address of this site, without what only says how a page is opened; undefined if it can be no page. */
export function pathIn(address: string): string | undefined {
  const { pathname } = new URL(address, 'https://site.invalid');
  try {
    return decodeURIComponent(pathname).replace(/(?<=.)\/$/, '');
  } catch {
    return undefined;
  }
}

/** Whether a reader finds something at an address of this site, there or where it moved. */
export function isOnSite(address: string, lookup: Lookup): boolean {
  const path = pathIn(address);
  return path !== undefined && isThere(path, lookup, 0);
}

/** Which documents say whether something is at an address: by id, slug, and address that a redirect leads on. */
export function neededFor(address: string): { ids: string[]; slugs: string[]; addresses: string[] } {
  const path = pathIn(address) ?? '';
  const image = imageIn(path);
  const paths = [path, ...besidePages.flatMap(([pattern]) => pattern.exec(path)?.[1] ?? [])];
  return { ids: image ? [image] : [], slugs: paths.map(lastOf), addresses: prefixesOf(path) };
}

function isThere(path: string, lookup: Lookup, moves: number): boolean {
  if (sitesOwn.some((pattern) => pattern.test(path)) || pageAt(path, lookup) || isImage(path, lookup)) return true;
  for (const [pattern, types] of besidePages) {
    const beside = pattern.exec(path)?.[1];
    if (beside !== undefined && types.includes(pageAt(beside, lookup)?._type ?? '')) return true;
  }
  const to = moves < mostMoves ? movedTo(path, lookup) : undefined;
  return to !== undefined && (!to.startsWith('/') || isThere(to, lookup, moves + 1));
}

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

function movedTo(path: string, { get, withText }: Lookup): string | undefined {
  const redirects = prefixesOf(path)
    .flatMap((prefix) => withText('from', prefix))
    .flatMap((document) => redirect.safeParse(document).data ?? []);
  const leadsTo = ({ target, to }: z.infer<typeof redirect>) =>
    (target ? addressOf(get(target._ref), get) : undefined) ?? to ?? undefined;
  return redirectedTo(path, redirects, leadsTo)?.to;
}
