import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { drawIcon, publicFolder } from './draw-icons.ts';
import { maskableIcon, plainIcons, touchIcon } from './icons.ts';

const pixels = (image: Buffer) => sharp(image).removeAlpha().raw().toBuffer();

test.each([touchIcon, maskableIcon, ...plainIcons])('$file matches favicon.svg, in $size pixels', async (icon) => {
  const stored = await readFile(join(publicFolder, icon.file));
  expect(await sharp(stored).metadata()).toMatchObject({ format: 'png', width: icon.size, height: icon.size });
  const [actual, expected] = [await pixels(stored), await pixels(await drawIcon(icon))];
  const differing = actual.filter((value, index) => Math.abs(value - (expected[index] ?? 0)) > 16).length;
  // Another version of the rendering library may antialias edges differently.
  expect(differing / actual.length).toBeLessThan(0.01);
});

test('phones crop nothing of the logo: it lies within the safe zone of a maskable icon', async () => {
  const { data, info } = await sharp(await drawIcon(maskableIcon))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const isLight = (index: number) => (data[index * info.channels] ?? 0) > 128;
  const centre = info.width / 2;
  const distances = Array.from({ length: info.width * info.height }, (_, index) => index)
    .filter(isLight)
    .map((index) => Math.hypot((index % info.width) - centre, Math.floor(index / info.width) - centre));
  expect(Math.max(...distances)).toBeLessThanOrEqual(0.4 * info.width);
});
