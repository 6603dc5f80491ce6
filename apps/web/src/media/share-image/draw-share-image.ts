import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createElement } from 'react';
import satori, { type FontWeight } from 'satori';
import sharp from 'sharp';

/** The content of a share image. `picture` is a JPEG. */
export type ShareImage = { siteName: string; kicker: string; title: string; picture?: Uint8Array | undefined };

/** In pixels: the size that social networks recommend for link previews. */
const shareImageSize = { width: 1200, height: 630 } as const;

const pictureWidth = 440;
const longTitle = 60;

const colours = { paper: '#fcf8f1', ink: '#201c17', accent: '#14503e', soft: '#524a40' } as const;

/**
 * Draws a share image as PNG. Text is drawn as outlines of a bundled font: the server needs no installed fonts, and
 * downloads none.
 */
export async function drawShareImage(image: ShareImage): Promise<Buffer> {
  const svg = await satori(card(image), { ...shareImageSize, fonts: await fonts() });
  return sharp(Buffer.from(svg)).png({ palette: true, quality: 90 }).toBuffer();
}

/** Without JSX, which Node can't parse: this runs unbundled, in a worker thread. */
function card({ siteName, kicker, title, picture }: ShareImage) {
  const line = { display: 'flex' } as const;
  const words = createElement(
    'div',
    {
      style: {
        display: 'flex',
        flexDirection: 'column',
        flex: 1,
        padding: 64,
        borderLeft: `20px solid ${colours.accent}`,
      },
    },
    createElement('div', { style: { ...line, fontSize: 30, fontWeight: 600, color: colours.accent } }, kicker),
    createElement(
      'div',
      {
        style: {
          ...line,
          marginTop: 24,
          fontSize: title.length > longTitle ? 50 : 64,
          lineHeight: 1.15,
          letterSpacing: '-0.01em',
        },
      },
      title,
    ),
    createElement('div', { style: { ...line, marginTop: 'auto', fontSize: 30, color: colours.soft } }, siteName),
  );
  const style = { display: 'flex', width: '100%', height: '100%', background: colours.paper, color: colours.ink };
  return createElement('div', { style }, words, picture && pictureIn(picture));
}

function pictureIn(picture: Uint8Array) {
  return createElement('img', {
    src: `data:image/jpeg;base64,${Buffer.from(picture).toString('base64')}`,
    width: pictureWidth,
    height: shareImageSize.height,
    style: { objectFit: 'cover' },
  });
}

const subsets = ['latin', 'latin-ext', 'cyrillic', 'greek'] as const;
const weights: FontWeight[] = [400, 600];
let loaded: ReturnType<typeof loadFonts> | undefined;

function fonts(): ReturnType<typeof loadFonts> {
  loaded ??= loadFonts();
  return loaded;
}

/** A name for each subset: of several fonts with the same name, satori would use only the first. */
async function loadFonts() {
  const folder = join(
    dirname(createRequire(join(process.cwd(), 'package.json')).resolve('@fontsource/source-serif-4/package.json')),
    'files',
  );
  return Promise.all(
    subsets.flatMap((subset) =>
      weights.map(async (weight) => ({
        name: `Source Serif ${subset}`,
        data: await readFile(join(folder, `source-serif-4-${subset}-${weight}-normal.woff`)),
        weight,
        style: 'normal' as const,
      })),
    ),
  );
}
