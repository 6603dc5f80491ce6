/** Moved more often than this, an address is given up: the redirects run in a circle. */
export const mostMoves = 8;

/** An address and all addresses above it, from the top: a redirect from any of them leads it on. */
export function prefixesOf(path: string): string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`);
}

/**
 * Where redirects lead an address. One for a topic also leads what was below it, so that a branch moves with one
 * document.
 *
 * @param redirects those from the address and from what is above it
 * @param leadsTo where a redirect leads: its document's address, or the one that an editor wrote
 */
export function redirectedTo<Redirect extends { from: string }>(
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
