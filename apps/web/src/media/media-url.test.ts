/** @jest-environment node */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { frames, parseAssetId, rectOf } from './frame.ts';
import { imageSource, mediaUrl, parseMediaPath } from './media-url.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const asset = fc
  .tuple(fc.integer({ min: 1, max: 8000 }), fc.integer({ min: 1, max: 8000 }), fc.constantFrom('jpg', 'webp', 'svg'))
  .map(([width, height, extension]) => `image-${sha}-${width}x${height}-${extension}`);
const half = fc.double({ min: 0, max: 0.49, noNaN: true });
const whole = fc.double({ min: 0, max: 1, noNaN: true });
const figure = fc.record({
  asset: asset.map((_ref) => ({ _ref })),
  crop: fc.option(fc.record({ top: half, bottom: half, left: half, right: half }), { nil: undefined }),
  hotspot: fc.option(fc.record({ x: whole, y: whole, width: whole, height: whole }), { nil: undefined }),
});
const frame = fc.constantFrom('natural', 'wide', 'card', 'square', 'social');

test('a frame is within the image and within the editor’s crop', () => {
  fc.assert(
    fc.property(figure, frame, (own, name) => {
      const image = parseAssetId(own.asset._ref);
      if (image === undefined) throw new Error('The id is not read.');
      const rect = rectOf(own, image, name);
      const { top = 0, bottom = 0, left = 0, right = 0 } = own.crop ?? {};
      expect(rect.width).toBeGreaterThanOrEqual(1);
      expect(rect.height).toBeGreaterThanOrEqual(1);
      expect(rect.x).toBeGreaterThanOrEqual(Math.floor(left * image.width) - 1);
      expect(rect.y).toBeGreaterThanOrEqual(Math.floor(top * image.height) - 1);
      expect(rect.x + rect.width).toBeLessThanOrEqual(Math.min(image.width, image.width * (1 - right) + 1));
      expect(rect.y + rect.height).toBeLessThanOrEqual(Math.min(image.height, image.height * (1 - bottom) + 1));
    }),
  );
});

test('a frame has its aspect ratio, as exactly as whole pixels allow', () => {
  fc.assert(
    fc.property(figure, fc.constantFrom('wide', 'card', 'square', 'social'), (own, name) => {
      const image = parseAssetId(own.asset._ref);
      if (image === undefined) throw new Error('The id is not read.');
      const { width, height } = rectOf(own, image, name);
      const isExact = Math.abs(width - height * frames[name]) <= frames[name] / 2 + 0.5;
      expect(isExact || height === 1 || width === 1).toBe(true);
    }),
  );
});

test('the hotspot is within the frame', () => {
  const portrait = parseAssetId(`image-${sha}-1000x3000-jpg`);
  if (portrait === undefined) throw new Error('The id is not read.');
  for (const y of [0.05, 0.3, 0.5, 0.9]) {
    const rect = rectOf({ hotspot: { x: 0.5, y, width: 0.1, height: 0.1 } }, portrait, 'wide');
    expect(rect.y).toBeLessThanOrEqual(y * 3000);
    expect(rect.y + rect.height).toBeGreaterThanOrEqual(y * 3000);
  }
});

test('every URL on a page is parsed to the variant it was written from', () => {
  fc.assert(
    fc.property(figure, frame, fc.constantFrom('avif', 'webp', 'jpg'), (own, name, format) => {
      const source = imageSource(own, name, format);
      if (source === undefined) throw new Error('The id is not read.');
      for (const url of [source.src, ...source.srcSet.split(', ').map((candidate) => candidate.split(' ')[0] ?? '')]) {
        const variant = parseMediaPath(url.slice('/media/'.length));
        expect(variant && mediaUrl(variant)).toBe(url);
      }
    }),
  );
});

test('no other path is parsed: a variant has one URL', () => {
  const good = `${sha}-1600x900-webp/0-0-1600-900/640.webp`;
  expect(parseMediaPath(good)).toBeDefined();
  const wrong = [
    '',
    '..',
    good.replace('640', '641'),
    good.replace('640', '1920'),
    good.replace('640', '0640'),
    good.replace('/0-0-', '/00-0-'),
    good.replace('.webp', '.png'),
    good.replace('.webp', '.WEBP'),
    good.replace(sha, sha.toUpperCase()),
    good.replace(sha, `../${sha}`),
    `${good}/`,
    `${good}?w=1`,
    `/${good}`,
  ];
  for (const path of wrong) expect([path, parseMediaPath(path)]).toEqual([path, undefined]);
});

test('a photograph is never enlarged, a vector graphic may be', () => {
  const photo = imageSource({ asset: { _ref: `image-${sha}-700x400-jpg` } }, 'natural', 'webp');
  const drawing = imageSource({ asset: { _ref: `image-${sha}-700x400-svg` } }, 'natural', 'webp');
  expect(photo?.srcSet).toMatch(/640w$/);
  expect(drawing?.srcSet).toMatch(/1920w$/);
});
