import { validatePreviewUrl } from '@sanity/preview-url-secret';
import type { NextApiRequest, NextApiResponse } from 'next';
import { lake } from '../../../server/content.ts';
import { makePreviewData, previewSeconds } from '../../../server/preview-data.ts';

/** Starts a preview: the Studio opens this URL with a secret that it has just written to the lake. */
export default async function enable(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  const { isValid, redirectTo = '/' } = await validatePreviewUrl(lake(), request.url ?? '');
  if (!isValid) {
    response
      .status(401)
      .json({ message: 'This preview link is not valid (any more). Open the preview in the Studio.' });
    return;
  }
  response.setPreviewData(makePreviewData(), { maxAge: previewSeconds });
  response.redirect(307, ownPath(redirectTo));
}

/** A path of this site: prevents open redirects. */
function ownPath(target: string): string {
  const base = 'http://site.invalid';
  if (!URL.canParse(target, base)) return '/';
  const { origin, pathname, search } = new URL(target, base);
  return origin === base ? `${pathname.replace(/^\/+/, '/')}${search}` : '/';
}
