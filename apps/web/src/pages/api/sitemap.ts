import { readSitemap } from '@bodytext/content/sitemap';
import type { NextApiRequest, NextApiResponse } from 'next';
import { sendGenerated } from '../../cache/generated-response.ts';
import { sitemapXml } from '../../machine-readable/sitemap.ts';
import { environment } from '../../server/environment.ts';

/** `/sitemap.xml` */
export default async function sitemap(_request: NextApiRequest, response: NextApiResponse): Promise<void> {
  await sendGenerated(response, {
    path: '/sitemap.xml',
    sentences: { missing: 'There is no sitemap.', failed: 'The sitemap is not available right now.' },
    generate: async (content) => ({
      headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-cache' },
      body: sitemapXml((await readSitemap(content)).data, environment().siteUrl),
    }),
  });
}
