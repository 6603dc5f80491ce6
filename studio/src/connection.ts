import { z } from 'zod';

/**
 * Which lake this Studio works on and which site it shows. Known when the Studio's server starts, not when the Studio
 * is built: the server writes it into the page, so that one build serves any newsroom.
 */
export const connection = z.object({
  projectId: z.string().min(1),
  dataset: z.string().min(1),
  /** `embedded`: our own lake, behind the Studio's own origin. `hosted`: Sanity's, at its own addresses. */
  lake: z.enum(['embedded', 'hosted']),
  /** The readers' site, without a slash at its end. */
  siteUrl: z.url(),
});

export type Connection = z.infer<typeof connection>;

/** The id of the page's element that holds the connection. */
export const connectionElementId = 'connection';

/** As the text of a script element, which ends at the first `</script`, whatever JSON string that is in. */
export function connectionToHtml(value: Connection): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Reads what the Studio's server wrote into the page. */
export function readConnection(page: Document): Connection {
  const text = page.getElementById(connectionElementId)?.textContent;
  if (!text) throw new Error('The page says nothing about its lake: open the Studio through its own server.');
  return connection.parse(JSON.parse(text));
}
