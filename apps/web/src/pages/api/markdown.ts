import { readAddress } from '@bodytext/content/address';
import type { NextApiRequest, NextApiResponse } from 'next';
import { z } from 'zod';
import { articleMarkdown } from '../../markdown/article-markdown.ts';
import { publishedContent } from '../../server/content.ts';
import { environment } from '../../server/environment.ts';
import { isAddress } from '../../server/is-address.ts';
import { viewOf } from '../../view.ts';

const query = z.object({ path: z.union([z.string(), z.array(z.string())]) });

/** The Markdown twin of an article, at its address with `.md` behind it. */
export default async function markdown(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const path = `/${[query.safeParse(request.query).data?.path ?? []].flat().join('/')}`;
  const { siteUrl } = environment();
  try {
    const read = isAddress(path) ? await readAddress(publishedContent(), path) : undefined;
    if (read?.data.kind === 'redirect' && read.data.to.startsWith('/')) {
      response.redirect(308, `${read.data.to}.md`);
      return;
    }
    const view = read?.data.kind === 'article' ? viewOf(read.data, new Date()) : undefined;
    if (view?.kind !== 'article') {
      response.status(404).send('There is no such article.\n');
      return;
    }
    response.setHeader('Link', `<${siteUrl}${path}>; rel="canonical"`);
    response.setHeader('X-Robots-Tag', 'noindex');
    response.setHeader('Content-Type', 'text/markdown; charset=utf-8').status(200).send(articleMarkdown(view, siteUrl));
  } catch (cause) {
    console.error(`The Markdown of ${path} could not be made.`, cause);
    response.setHeader('Cache-Control', 'no-store').status(503).send('This article is not available right now.\n');
  }
}
