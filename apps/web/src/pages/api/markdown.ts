import { readAddress } from '@bodytext/content/address';
import type { ReadContext } from '@bodytext/content/read';
import type { NextApiRequest, NextApiResponse } from 'next';
import { z } from 'zod';
import { type Generated, sendGenerated } from '../../cache/generated-response.ts';
import { articleMarkdown } from '../../machine-readable/article-markdown.ts';
import { environment } from '../../server/environment.ts';
import { isAddress } from '../../server/is-address.ts';
import { viewOf } from '../../view/view.ts';

const query = z.object({ path: z.union([z.string(), z.array(z.string())]) });
const sentences = { missing: 'There is no such article.', failed: 'This article is not available right now.' };

/** An article as Markdown, at its address followed by `.md`. */
export default async function markdown(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const path = `/${[query.safeParse(request.query).data?.path ?? []].flat().join('/')}`;
  await sendGenerated(response, { path: `${path}.md`, sentences, generate: generateMarkdown(path) });
}

function generateMarkdown(path: string) {
  return async (content: ReadContext): Promise<Generated> => {
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
