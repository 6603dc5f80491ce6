/** `npm run images`: writes every drawing as SVG, and renders the changed ones as WebP. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { images } from '../assets/images.ts';
import { drawings } from './drawings/drawings.ts';
import { datasetFolder, drawingsFolder, imagesManifest } from './folders.ts';
import { hash, imagePath, type RenderedImage } from './images.ts';

mkdirSync(drawingsFolder, { recursive: true });
mkdirSync(join(datasetFolder, 'images'), { recursive: true });
const rendered: Record<string, RenderedImage> = {};
for (const [name, draw] of Object.entries(drawings)) rendered[`${name}.webp`] = await render(name, draw());
writeFileSync(
  imagesManifest,
  `/** Written by \`npm run images\`: which drawing each image was rendered from, and its size. */
export const images: Record<string, { width: number; height: number; drawing: string; image: string }> = ${JSON.stringify(rendered, null, 2)};
`,
);

/** Skips unchanged drawings: another version of sharp would write other bytes for the same drawing. */
async function render(name: string, svg: string): Promise<RenderedImage> {
  const file = `${name}.webp`;
  const path = imagePath(file);
  const drawing = hash('sha256', svg);
  writeFileSync(join(drawingsFolder, `${name}.svg`), svg);
  const known = images[file];
  if (known?.drawing === drawing && existsSync(path) && known.image === hash('sha256', readFileSync(path)))
    return known;
  const { data, info } = await sharp(Buffer.from(svg))
    .webp({ quality: 90, effort: 6 })
    .toBuffer({ resolveWithObject: true });
  writeFileSync(path, data);
  console.log(`${file}: ${info.width} × ${info.height}, ${Math.ceil(info.size / 1024)} KB`);
  return { width: info.width, height: info.height, drawing, image: hash('sha256', data) };
}
