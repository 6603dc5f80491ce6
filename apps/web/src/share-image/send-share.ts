import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { readAddress } from '@bodytext/content/address';
import type { ReadContext } from '@bodytext/content/read';
import { imageSource, parseMediaPath } from '../media/media-url.ts';
import type { Callers } from '../server/callers.ts';
import { environment } from '../server/environment.ts';
import type { Caller } from '../server/fair-turns.ts';
import { isAddress } from '../server/is-address.ts';
import { type Made, sendMade } from '../server/made-answer.ts';
import { mediaStore } from '../server/media-store.ts';
import { refuse } from '../server/refuse.ts';
import { type ArticleView, viewOf } from '../view.ts';
import { hasShareImage } from './has-share-image.ts';
import { shareImage } from './share-image-store.ts';

const address = /^\/share(\/.+)\.png$/;
const sentences = { missing: 'There is no such picture.', failed: 'This picture is not available right now.' };

export function isShare(url: string): boolean {
  return address.test(url);
}

/** The drawn picture of a shared article: `/share/back-pain/sciatica.png`. */
export async function sendShare(request: IncomingMessage, response: ServerResponse, callers: Callers): Promise<void> {
  const path = address.exec(request.url ?? '')?.[1];
  if (path === undefined || !isAddress(path)) return refuse(response, 404, sentences.missing);
  const make = makeShare(path, callers.of(request));
  await sendMade(response, { path: `/share${path}.png`, sentences, make });
}

function makeShare(path: string, caller: Caller) {
  return async (content: ReadContext): Promise<Made> => {
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

/** The article's own picture, where it can be had. */
async function pictureOf({ article: { heroImage } }: ArticleView, caller: Caller): Promise<Buffer | undefined> {
  const source = heroImage && imageSource(heroImage, 'square', 'jpg', 640);
  const variant = source && parseMediaPath(source.src.replace(/^\/media\//, ''));
  const answer = variant && (await mediaStore(environment().dataDir).read(variant, caller));
  return answer === 'unavailable' ? undefined : answer?.bytes;
}
