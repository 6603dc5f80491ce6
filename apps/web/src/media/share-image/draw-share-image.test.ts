/** @jest-environment node */
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { drawShareImage } from './draw-share-image.ts';

const image = { siteName: 'Plain Backs', kicker: 'Sciatica', title: 'A line of pain down one leg' };

test('a share image is a PNG of 1200 by 630 pixels', async () => {
  const drawn = await drawShareImage(image);
  expect(await sharp(drawn).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
});

test('other text gives another image, also in Cyrillic, Greek and extended Latin letters', async () => {
  const titles = [
    'A line of pain down one leg',
    'Ból wzdłuż nogi: łydka i żyła',
    'Боль в ноге',
    'Πόνος στο πόδι',
    'x'.repeat(120),
  ];
  const drawn = await Promise.all(titles.map((title) => drawShareImage({ ...image, title })));
  expect(new Set(drawn.map((bytes) => bytes.toString('base64'))).size).toBe(titles.length);
});

test('the article’s picture is in the share image', async () => {
  const picture = await sharp({ create: { width: 10, height: 10, channels: 3, background: '#ff0000' } })
    .jpeg()
    .toBuffer();
  const drawn = await drawShareImage({ ...image, picture });
  const corner = await sharp(drawn)
    .extract({ left: 1150, top: 300, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer();
  expect(corner[0]).toBeGreaterThan(240);
  expect(corner[1]).toBeLessThan(20);
});
