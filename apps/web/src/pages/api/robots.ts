import type { NextApiRequest, NextApiResponse } from 'next';
import { environment } from '../../server/environment.ts';

/**
 * Crawlers may fetch everything except the API, also on a site that is not public: they see its `noindex` only on pages
 * that they may fetch.
 */
export default function robots(_request: NextApiRequest, response: NextApiResponse): void {
  response
    .setHeader('Content-Type', 'text/plain; charset=utf-8')
    .setHeader('Cache-Control', 'no-cache')
    .status(200)
    .send(`User-agent: *\nDisallow: /api/\n\nSitemap: ${environment().siteUrl}/sitemap.xml\n`);
}
