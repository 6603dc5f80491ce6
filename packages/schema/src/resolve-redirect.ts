/** After this many redirects in a chain, the address counts as a redirect loop. */
export const maxRedirects = 8;

/** A path and all its ancestors, from the top: a redirect from any of them applies. */
export function prefixesOf(path: string): string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`);
}

/**
 * Resolves one step of redirects. A topic's redirect also applies to the paths below it, so that a branch moves with
 * one document.
 *
 * @param redirects those from the path and from its ancestors
 * @param leadsTo a redirect's destination: its document's address, or its fixed one
 */
export function resolveRedirect<Redirect extends { from: string }>(
  path: string,
  redirects: readonly Redirect[],
  leadsTo: (redirect: Redirect) => string | undefined,
): { to: string; redirect: Redirect; rest: string } | undefined {
  const nearestFirst = redirects.toSorted((a, b) => b.from.length - a.from.length);
  for (const redirect of nearestFirst) {
    const rest = path.slice(redirect.from.length);
    const now = leadsTo(redirect);
    if (now === undefined || `${now}${rest}` === path || (rest !== '' && !now.startsWith('/'))) continue;
    return { to: `${now}${rest}`, redirect, rest };
  }
  return undefined;
}
