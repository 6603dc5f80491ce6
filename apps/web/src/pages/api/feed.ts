import { readAddress } from '@bodytext/content/address';
import { readFeed } from '@bodytext/content/feed';
import type { ReadContext } from '@bodytext/content/read';
import type { NextApiRequest, NextApiResponse } from 'next';
import { z } from 'zod';
import { type Generated, sendGenerated } from '../../cache/generated-response.ts';
import { type FeedFormat, feedFormats, writeFeed } from '../../machine-readable/feed.ts';
import { environment } from '../../server/environment.ts';
import { isAddress } from '../../server/is-address.ts';
import { refuse } from '../../server/refuse.ts';

const query = z.object({
  format: z.enum(['xml', 'atom', 'json'] satisfies FeedFormat[]),
  topic: z.union([z.string(), z.array(z.string())]).default([]),
});
const sentences = { missing: 'There is no such feed.', failed: 'The feed is not available right now.' };

/** The site's feeds, and those of topics: `/feed.xml`, `/back-pain/feed.json`. */
export default async function feed(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const parsed = query.safeParse(request.query).data;
  const topic = [parsed?.topic ?? []].flat().map((segment) => `/${segment}`);
  const path = topic.join('');
  if (parsed === undefined || (path !== '' && !isAddress(path))) return refuse(response, 404, sentences.missing);
  const { format } = parsed;
  await sendGenerated(response, { path: `${path}/feed.${format}`, sentences, generate: generateFeed(path, format) });
}

/** @param path the topic's; empty for the site */
function generateFeed(path: string, format: FeedFormat) {
  return async (content: ReadContext): Promise<Generated> => {
    const read = await readFeed(content, path || undefined);
    if (read !== undefined) {
      const headers = { 'Content-Type': `${feedFormats[format].mimeType}; charset=utf-8` };
      return { headers, body: writeFeed(read, environment().siteUrl, format) };
    }
    // Feed readers follow a topic that has moved.
    const { data } = await readAddress(content, path);
    return data.kind === 'redirect' && data.to.startsWith('/') ? { movedTo: `${data.to}/feed.${format}` } : undefined;
  };
}
