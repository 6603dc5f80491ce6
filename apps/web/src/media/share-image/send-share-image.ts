import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { readAddress } from '@bodytext/content/address';
import type { ReadContext } from '@bodytext/content/read';
import { type Generated, sendGenerated } from '../../cache/generated-response.ts';
import type { Callers } from '../../server/callers.ts';
import { environment } from '../../server/environment.ts';
import type { Caller } from '../../server/fair-queue.ts';
import { isAddress } from '../../server/is-address.ts';
import { refuse } from '../../server/refuse.ts';
import { type ArticleView, viewOf } from '../../view/view.ts';
import { mediaStore } from '../media-store.ts';
import { imageSource, parseMediaPath } from '../media-url.ts';
import { hasShareImage } from './has-share-image.ts';
import { shareImage } from './share-image-store.ts';

const address = /^\/share(\/.+)\.png$/;
const sentences = { missing: 'There is no such picture.', failed: 'This picture is not available right now.' };

export function isShareImage(url: string): boolean {
  return address.test(url);
}

/** Sends the share image of an article: `/share/back-pain/sciatica.png`. */
export async function sendShareImage(
  request: IncomingMessage,
  response: ServerResponse,
  callers: Callers,
): Promise<void> {
  const path = address.exec(request.url ?? '')?.[1];
  if (path === undefined || !isAddress(path)) return refuse(response, 404, sentences.missing);
  const generate = generateShareImage(path, callers.of(request));
  await sendGenerated(response, { path: `/share${path}.png`, sentences, generate });
}

function generateShareImage(path: string, caller: Caller) {
  return async (content: ReadContext): Promise<Generated> => {
    const { data, validUntil } = await readAddress(content, path);
    if (data.kind === 'redirect' && data.to.startsWith('/')) return { movedTo: `/share${data.to}.png` };
    const view = data.kind === 'article' ? viewOf(data, new Date()) : undefined;
    if (!hasShareImage(view)) return undefined;
    const { article, site } = view;
    const folder = join(environment().dataDir, 'site', 'share');
    const image = {
      siteName: site.settings.siteName,
      kicker: article.title,
      title: article.headline,
      picture: await pictureOf(view, caller),
    };
    return { headers: { 'Content-Type': 'image/png' }, body: await shareImage(folder, image, caller), validUntil };
  };
}

/** The article's hero image, if it is available. */
async function pictureOf({ article: { heroImage } }: ArticleView, caller: Caller): Promise<Buffer | undefined> {
  const source = heroImage && imageSource(heroImage, 'square', 'jpg', 640);
  const variant = source && parseMediaPath(source.src.replace(/^\/media\//, ''));
  const answer = variant && (await mediaStore(environment().dataDir).get(variant, caller));
  return answer === 'unavailable' ? undefined : answer?.bytes;
}
