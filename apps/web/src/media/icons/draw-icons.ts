import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Icon, maskableIcon, plainIcons, touchIcon } from './icons.ts';

/* Run by hand after a change of the logo: node apps/web/src/media/icons/draw-icons.ts. A test fails until then. */

export const publicFolder = join(import.meta.dirname, '../../../public');
const green = '#17513f';

/** A PNG of the logo, without transparency. */
export async function drawIcon({ size, logoShare }: Icon): Promise<Buffer> {
  const svg = await readFile(join(publicFolder, 'favicon.svg'));
  const width = Math.round(size * logoShare);
  const drawn = await sharp(svg, { density: (72 * width) / 32 })
    .resize(width, width)
    .png()
    .toBuffer();
  return sharp({ create: { width: size, height: size, channels: 3, background: green } })
    .composite([{ input: drawn }])
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer();
}

if (import.meta.main) {
  for (const icon of [touchIcon, maskableIcon, ...plainIcons]) {
    await writeFile(join(publicFolder, icon.file), await drawIcon(icon));
  }
}
