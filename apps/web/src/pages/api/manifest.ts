import { readSite } from '@bodytext/content/site';
import type { NextApiRequest, NextApiResponse } from 'next';
import { type Icon, maskableIcon, plainIcons } from '../../icons/icons.ts';
import { publishedContent } from '../../server/content.ts';

/** What a phone needs to put the site on its home screen. @see https://www.w3.org/TR/appmanifest/ */
export default async function manifest(_request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const site = await readSite(publishedContent()).catch(() => undefined);
  const { siteName = 'Bodytext', language = 'en', description } = site?.data.settings ?? {};
  const manifest = {
    name: siteName,
    short_name: siteName,
    lang: language,
    description,
    start_url: '/',
    display: 'browser',
    background_color: '#fcf8f1',
    theme_color: '#14503e',
    icons: [
      { src: '/favicon.svg', type: 'image/svg+xml', sizes: 'any' },
      ...plainIcons.map(entryOf),
      { ...entryOf(maskableIcon), purpose: 'maskable' },
    ],
  };
  response.setHeader('Content-Type', 'application/manifest+json').status(200).send(JSON.stringify(manifest));
}

function entryOf({ file, size }: Icon) {
  return { src: `/${file}`, type: 'image/png', sizes: `${size}x${size}` };
}
