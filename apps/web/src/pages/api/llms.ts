import { readSiteIndex } from '@bodytext/content/site-index';
import type { NextApiRequest, NextApiResponse } from 'next';
import { siteIndex } from '../../markdown/site-index.ts';
import { publishedContent } from '../../server/content.ts';
import { environment } from '../../server/environment.ts';

/** `/llms.txt` */
export default async function llms(_request: NextApiRequest, response: NextApiResponse): Promise<void> {
  try {
    const text = siteIndex(await readSiteIndex(publishedContent()), environment().siteUrl);
    response.setHeader('Content-Type', 'text/plain; charset=utf-8').status(200).send(text);
  } catch (cause) {
    console.error('llms.txt could not be made.', cause);
    response.setHeader('Cache-Control', 'no-store').status(503).send('This list is not available right now.\n');
  }
}
