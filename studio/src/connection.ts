import { z } from 'zod';

/**
 * Which lake this Studio works on and which site it shows. Known when the Studio is served, not when it is built: who
 * serves it, the lake or `hosted/`, writes it into the page, so that one build serves any newsroom.
 */
const connection = z.object({
  projectId: z.string().min(1),
  dataset: z.string().min(1),
  /** `embedded`: our own lake, which serves the Studio on its own origin. `hosted`: Sanity's, at its own addresses. */
  lake: z.enum(['embedded', 'hosted']),
  /** Whether the lake writes redirects and first publications when something is published; otherwise the Studio does. */
  hasPublishRules: z.boolean(),
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

/** Reads what the page was served with. */
export function readConnection(page: Document): Connection {
  const text = page.getElementById(connectionElementId)?.textContent;
  if (!text) throw new Error('The page says nothing about its lake: open the Studio where the lake serves it.');
  return connection.parse(JSON.parse(text));
}
