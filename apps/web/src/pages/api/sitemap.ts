import { readSitemap } from '@bodytext/content/sitemap';
import type { NextApiRequest, NextApiResponse } from 'next';
import { publishedContent } from '../../server/content.ts';
import { environment } from '../../server/environment.ts';
import { sitemapXml } from '../../sitemap.ts';

/** Every page, for search engines. */
export default async function sitemap(_request: NextApiRequest, response: NextApiResponse): Promise<void> {
  response.setHeader('Cache-Control', 'no-cache');
  try {
    const { data } = await readSitemap(publishedContent());
    const xml = sitemapXml(data, environment().siteUrl);
    response.setHeader('Content-Type', 'application/xml; charset=utf-8').status(200).send(xml);
  } catch (cause) {
    console.error('The sitemap could not be made.', cause);
    response.setHeader('Cache-Control', 'no-store').status(503).send('The sitemap is not available right now.\n');
  }
}
