import { join } from 'node:path';
import type { NextApiRequest, NextApiResponse } from 'next';
import { z } from 'zod';
import { imageSource, parseMediaPath } from '../../media/media-url.ts';
import { publishedContent } from '../../server/content.ts';
import { environment } from '../../server/environment.ts';
import { findPage } from '../../server/find-page.ts';
import { mediaStore } from '../../server/media-store.ts';
import { hasShareImage } from '../../share-image/has-share-image.ts';
import { shareImage } from '../../share-image/share-image-store.ts';
import { type ArticleView, viewOf } from '../../view.ts';

const query = z.object({ path: z.union([z.string(), z.array(z.string())]) });

/** The drawn picture of a shared article: `/share/back-pain/sciatica.png`. */
export default async function share(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const path = `/${[query.safeParse(request.query).data?.path ?? []].flat().join('/')}`;
  const { dataDir } = environment();
  try {
    const read = await findPage(path)(publishedContent());
    if (read?.data.kind === 'redirect' && read.data.to.startsWith('/')) {
      response.redirect(308, `/share${read.data.to}.png`);
      return;
    }
    const view = read?.data.kind === 'article' ? viewOf(read.data, new Date()) : undefined;
    if (!hasShareImage(view)) {
      response.setHeader('Cache-Control', 'no-store').status(404).send('There is no such picture.\n');
      return;
    }
    const { article, site } = view;
    const bytes = await shareImage(join(dataDir, 'site', 'share'), {
      siteName: site.settings.siteName,
      kicker: article.title,
      title: article.headline,
      picture: await pictureOf(view),
    });
    response.setHeader('Content-Type', 'image/png').status(200).send(bytes);
  } catch (cause) {
    console.error(`The share image of ${path} could not be drawn.`, cause);
    response.setHeader('Cache-Control', 'no-store').status(503).send('This picture is not available right now.\n');
  }
}

/** The article's own picture, where it can be had. */
async function pictureOf({ article: { heroImage } }: ArticleView): Promise<Buffer | undefined> {
  const source = heroImage && imageSource(heroImage, 'square', 'jpg', 640);
  const variant = source && parseMediaPath(source.src.replace(/^\/media\//, ''));
  const answer = variant && (await mediaStore(environment().dataDir).read(variant));
  return answer === 'unavailable' ? undefined : answer?.bytes;
}
