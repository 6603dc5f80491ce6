import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { images } from '../assets/images.ts';
import { assetId, imagePath, withAssets } from './images.ts';

test.each(Object.keys(images))('%s has the asset id of an upload', async (file) => {
  const bytes = readFileSync(imagePath(file));
  const { width, height, format } = await sharp(bytes).metadata();
  const sha1 = createHash('sha1').update(bytes).digest('hex');
  expect(assetId(`image@file://./images/${file}`)).toBe(`image-${sha1}-${width}x${height}-${format}`);
});

test('a missing image is named in the error', () => {
  expect(() => assetId('image@file://./images/none.webp')).toThrow('none.webp');
});

test('assets are resolved at any depth, and other fields stay', () => {
  const document = { a: 1, body: [{ _type: 'figure', _sanityAsset: 'image@file://./images/sciatica.webp', alt: 'x' }] };
  const resolved = withAssets(document);
  expect(resolved).toEqual({
    a: 1,
    body: [{ _type: 'figure', asset: { _type: 'reference', _ref: expect.stringMatching(/^image-/) }, alt: 'x' }],
  });
});
