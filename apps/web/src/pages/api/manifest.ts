import type { ReadContext } from '@bodytext/content/read';
import { readSite } from '@bodytext/content/site';
import type { NextApiRequest, NextApiResponse } from 'next';
import { sendGenerated } from '../../cache/generated-response.ts';
import { type Icon, maskableIcon, plainIcons } from '../../media/icons/icons.ts';

/** The web app manifest, for phones' home screens. @see https://www.w3.org/TR/appmanifest/ */
export default async function manifest(_request: NextApiRequest, response: NextApiResponse): Promise<void> {
  await sendGenerated(response, {
    path: '/manifest.webmanifest',
    sentences: { missing: 'There is no manifest.', failed: 'The manifest is not available right now.' },
    generate: async (content) => ({
      headers: { 'Content-Type': 'application/manifest+json' },
      body: JSON.stringify(await manifestOf(content)),
    }),
  });
}

async function manifestOf(content: ReadContext) {
  const site = await readSite(content).catch(() => undefined);
  const { siteName = 'Bodytext', language = 'en', description } = site?.data.settings ?? {};
  return {
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
}

function entryOf({ file, size }: Icon) {
  return { src: `/${file}`, type: 'image/png', sizes: `${size}x${size}` };
}
