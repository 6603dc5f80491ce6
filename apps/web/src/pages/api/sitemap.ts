import { readSitemap } from '@bodytext/content/sitemap';
import type { NextApiRequest, NextApiResponse } from 'next';
import { environment } from '../../server/environment.ts';
import { sendMade } from '../../server/made-answer.ts';
import { sitemapXml } from '../../sitemap.ts';

/** Every page, for search engines. */
export default async function sitemap(_request: NextApiRequest, response: NextApiResponse): Promise<void> {
  await sendMade(response, {
    path: '/sitemap.xml',
    sentences: { missing: 'There is no sitemap.', failed: 'The sitemap is not available right now.' },
    make: async (content) => ({
      headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-cache' },
      body: sitemapXml((await readSitemap(content)).data, environment().siteUrl),
    }),
  });
}
