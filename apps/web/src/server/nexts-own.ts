/**
 * Addresses at which Next has something of its own: it takes `/index` for the home page, in the cache as well, and
 * shows its pages for errors as though they had been found.
 */
const taken = /^\/(?:index(?:\/.*)?|404|500|_error)\/?$/;

/** An address that no page can have: see `isAddress`. */
export const nowhere = '/-';

/** Whether Next would answer with something that is no page of the site. */
export function isNextsOwn(url: string): boolean {
  return taken.test(decoded(URL.parse(url, 'http://site')?.pathname ?? ''));
}

/** What can't be decoded is nobody's: Next refuses it. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
