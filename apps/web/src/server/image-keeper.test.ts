/** @jest-environment node */
import { expect, jest, test } from '@jest/globals';
import { mediaUrl, type Variant } from '../media/media-url.ts';
import { ImageKeeper } from './image-keeper.ts';
import type { MediaAnswer } from './media-store.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const of = (cut: string, file: string) => `/media/${sha}-1600x900-webp/${cut}/${file}`;
const wide = '0-0-1600-900';
const square = '350-0-900-900';

const html = `<picture>
  <source type="image/avif" srcSet="${of(wide, '320.avif')} 320w, ${of(wide, '640.avif')} 640w"/>
  <img src="${of(wide, '1280.webp')}" srcSet="${of(wide, '320.webp')} 320w, ${of(wide, '640.webp')} 640w, ${of(wide, '1280.webp')} 1280w"/>
</picture><img src="${of(square, '160.webp')}"/><meta content="https://site.example${of(wide, '1280.jpg')}"/><img src="/media/made/up/1.webp">`;

const image: MediaAnswer = { bytes: Buffer.from(''), type: 'image/webp', isSubstitute: false };

function aKeeper(read: (path: string) => MediaAnswer, has: (path: string) => boolean = () => false) {
  const asked: string[] = [];
  const keeper = new ImageKeeper({
    has: async (variant: Variant) => has(mediaUrl(variant)),
    async read(variant: Variant) {
      asked.push(mediaUrl(variant));
      return read(mediaUrl(variant));
    },
  });
  return { keeper, asked };
}

test('of each part of an image that a page shows, one size is fetched that can be looked at', async () => {
  const { keeper, asked } = aKeeper(() => image);
  keeper.keepImagesOf(html);
  await keeper.settled();
  expect(asked).toEqual([of(wide, '640.webp'), of(square, '160.webp')]);
});

test('what is kept in any size is not fetched again', async () => {
  const { keeper, asked } = aKeeper(
    () => image,
    (path) => path.includes(wide),
  );
  keeper.keepImagesOf(html);
  await keeper.settled();
  expect(asked).toEqual([of(square, '160.webp')]);
});

test('what could not be had is tried again, after the others', async () => {
  jest.useFakeTimers();
  let isDown = true;
  const { keeper, asked } = aKeeper((path) => (isDown && path.includes(wide) ? 'unavailable' : image));
  keeper.keepImagesOf(html);
  await jest.advanceTimersByTimeAsync(60_000);
  isDown = false;
  await jest.advanceTimersByTimeAsync(60_000);
  await keeper.settled();
  jest.useRealTimers();
  expect(asked.slice(0, 2)).toEqual([of(wide, '640.webp'), of(square, '160.webp')]);
  expect(asked.length).toBeLessThan(20);
  expect(asked.at(-1)).toBe(of(wide, '640.webp'));
});

test('a page kept by an earlier program is looked at once', async () => {
  const { keeper, asked } = aKeeper(() => image);
  keeper.keepOnce('/a', html);
  keeper.keepOnce('/a', html);
  await keeper.settled();
  expect(asked).toHaveLength(2);
});
