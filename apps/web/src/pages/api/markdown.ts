import { readAddress } from '@bodytext/content/address';
import type { ReadContext } from '@bodytext/content/read';
import type { NextApiRequest, NextApiResponse } from 'next';
import { z } from 'zod';
import { articleMarkdown } from '../../markdown/article-markdown.ts';
import { environment } from '../../server/environment.ts';
import { isAddress } from '../../server/is-address.ts';
import { type Made, sendMade } from '../../server/made-answer.ts';
import { viewOf } from '../../view.ts';

const query = z.object({ path: z.union([z.string(), z.array(z.string())]) });
const sentences = { missing: 'There is no such article.', failed: 'This article is not available right now.' };

/** The Markdown twin of an article, at its address with `.md` behind it. */
export default async function markdown(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const path = `/${[query.safeParse(request.query).data?.path ?? []].flat().join('/')}`;
  await sendMade(response, { path: `${path}.md`, sentences, make: makeMarkdown(path) });
}

function makeMarkdown(path: string) {
  return async (content: ReadContext): Promise<Made> => {
    if (!isAddress(path)) return undefined;
    const { data, validUntil } = await readAddress(content, path);
    if (data.kind === 'redirect' && data.to.startsWith('/')) return { movedTo: `${data.to}.md` };
    const view = data.kind === 'article' ? viewOf(data, new Date()) : undefined;
    if (view?.kind !== 'article') return undefined;
    const { siteUrl } = environment();
    const headers = {
      'Content-Type': 'text/markdown; charset=utf-8',
      Link: `<${siteUrl}${path}>; rel="canonical"`,
      'X-Robots-Tag': 'noindex',
    };
    return { headers, body: articleMarkdown(view, siteUrl), validUntil };
  };
}
