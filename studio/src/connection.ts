import { z } from 'zod';

/**
 * The lake and the site of this Studio. The server, the lake or `hosted/`, writes it into the page as JSON, so that one
 * build runs on any lake.
 */
const connection = z.object({
  projectId: z.string().min(1),
  dataset: z.string().min(1),
  /** `embedded`: the lake that serves the Studio, on one origin. `hosted`: Sanity's Content Lake. */
  lake: z.enum(['embedded', 'hosted']),
  /** Whether the lake writes redirects and first publications at a publish; otherwise the Studio does. */
  hasPublishRules: z.boolean(),
  /** The readers' site, without a trailing slash. */
  siteUrl: z.url(),
});

export type Connection = z.infer<typeof connection>;

/** The id of the script element that holds the connection as JSON. */
export const connectionElementId = 'connection';

/** JSON for a script element, with `<` escaped: a script element ends at the first `</script`, even inside a string. */
export function connectionToHtml(value: Connection): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Parses the connection from the page. */
export function readConnection(page: Document): Connection {
  const text = page.getElementById(connectionElementId)?.textContent;
  if (!text) throw new Error('The page says nothing about its lake: open the Studio where the lake serves it.');
  return connection.parse(JSON.parse(text));
}
