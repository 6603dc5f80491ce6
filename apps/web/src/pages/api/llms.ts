import { readSiteIndex } from '@bodytext/content/site-index';
import type { NextApiRequest, NextApiResponse } from 'next';
import { siteIndex } from '../../markdown/site-index.ts';
import { environment } from '../../server/environment.ts';
import { sendMade } from '../../server/made-answer.ts';

/** `/llms.txt` */
export default async function llms(_request: NextApiRequest, response: NextApiResponse): Promise<void> {
  await sendMade(response, {
    path: '/llms.txt',
    sentences: { missing: 'There is no such list.', failed: 'This list is not available right now.' },
    make: async (content) => ({
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: siteIndex(await readSiteIndex(content), environment().siteUrl),
    }),
  });
}
