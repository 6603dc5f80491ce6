import { readSiteIndex } from '@bodytext/content/site-index';
import type { NextApiRequest, NextApiResponse } from 'next';
import { sendGenerated } from '../../cache/generated-response.ts';
import { llmsTxt } from '../../machine-readable/llms-txt.ts';
import { environment } from '../../server/environment.ts';

/** `/llms.txt` */
export default async function llms(_request: NextApiRequest, response: NextApiResponse): Promise<void> {
  await sendGenerated(response, {
    path: '/llms.txt',
    sentences: { missing: 'There is no such list.', failed: 'This list is not available right now.' },
    generate: async (content) => ({
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: llmsTxt(await readSiteIndex(content), environment().siteUrl),
    }),
  });
}
