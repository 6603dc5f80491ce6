import type { NextApiRequest, NextApiResponse } from 'next';
import { environment } from '../../server/environment.ts';

/**
 * Crawlers may read everything but the API. A site that is not public says `noindex` on its pages, which crawlers
 * see only if they may read them.
 */
export default function robots(_request: NextApiRequest, response: NextApiResponse): void {
  response
    .setHeader('Content-Type', 'text/plain; charset=utf-8')
    .setHeader('Cache-Control', 'no-cache')
    .status(200)
    .send(`User-agent: *\nDisallow: /api/\n\nSitemap: ${environment().siteUrl}/sitemap.xml\n`);
}
