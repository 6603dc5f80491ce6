import { readAddress } from '@bodytext/content/address';
import { readFeed } from '@bodytext/content/feed';
import type { NextApiRequest, NextApiResponse } from 'next';
import { z } from 'zod';
import { type FeedFormat, feedFormats, writeFeed } from '../../feeds/feed.ts';
import { publishedContent } from '../../server/content.ts';
import { environment } from '../../server/environment.ts';
import { isAddress } from '../../server/is-address.ts';

const query = z.object({
  format: z.enum(['xml', 'atom', 'json'] satisfies FeedFormat[]),
  topic: z.union([z.string(), z.array(z.string())]).default([]),
});

/** The site's feeds, and those of topics: `/feed.xml`, `/back-pain/feed.json`. */
export default async function feed(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const asked = query.safeParse(request.query).data;
  const segments = [asked?.topic ?? []].flat();
  const path = segments.length === 0 ? undefined : `/${segments.join('/')}`;
  if (asked === undefined || (path !== undefined && !isAddress(path))) {
    response.status(404).send('There is no such feed.\n');
    return;
  }
  try {
    const content = await readFeed(publishedContent(), path);
    if (content === undefined) {
      const moved = path && (await readAddress(publishedContent(), path)).data;
      if (moved && moved.kind === 'redirect' && moved.to.startsWith('/')) {
        // Whoever subscribed to a topic goes on hearing of it.
        response.redirect(308, `${moved.to}/feed.${asked.format}`);
        return;
      }
      response.status(404).send('There is no such feed.\n');
      return;
    }
    const { mimeType } = feedFormats[asked.format];
    const text = writeFeed(content, environment().siteUrl, asked.format);
    response.setHeader('Content-Type', `${mimeType}; charset=utf-8`).status(200).send(text);
  } catch (cause) {
    console.error('The feed could not be made.', cause);
    response.setHeader('Cache-Control', 'no-store').status(503).send('The feed is not available right now.\n');
  }
}
