import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { drawIcon, publicFolder } from './draw-icons.ts';
import { maskableIcon, plainIcons, touchIcon } from './icons.ts';

const pixels = (image: Buffer) => sharp(image).removeAlpha().raw().toBuffer();

test.each([touchIcon, maskableIcon, ...plainIcons])(
  '$file is the sign as it is today, in $size pixels',
  async (icon) => {
    const kept = await readFile(join(publicFolder, icon.file));
    expect(await sharp(kept).metadata()).toMatchObject({ format: 'png', width: icon.size, height: icon.size });
    const [before, today] = [await pixels(kept), await pixels(await drawIcon(icon))];
    const differing = before.filter((value, index) => Math.abs(value - (today[index] ?? 0)) > 16).length;
    // Another version of the drawing library may draw an edge a little otherwise.
    expect(differing / before.length).toBeLessThan(0.01);
  },
);

test('phones cut nothing off the sign: its corners lie within what a mask leaves', async () => {
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
