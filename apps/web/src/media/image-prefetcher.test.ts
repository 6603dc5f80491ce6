/** @jest-environment node */
import { expect, jest, test } from '@jest/globals';
import { createImagePrefetcher } from './image-prefetcher.ts';
import type { MediaAnswer } from './media-store.ts';
import { mediaUrl, type Variant } from './media-url.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const of = (crop: string, file: string) => `/media/${sha}-1600x900-webp/${crop}/${file}`;
const wide = '0-0-1600-900';
const square = '350-0-900-900';

const html = `<picture>
  <source type="image/avif" srcSet="${of(wide, '320.avif')} 320w, ${of(wide, '640.avif')} 640w"/>
  <img src="${of(wide, '1280.webp')}" srcSet="${of(wide, '320.webp')} 320w, ${of(wide, '640.webp')} 640w, ${of(wide, '1280.webp')} 1280w"/>
</picture><img src="${of(square, '160.webp')}"/><meta content="https://site.example${of(wide, '1280.jpg')}"/><img src="/media/made/up/1.webp">`;

const image: MediaAnswer = { bytes: Buffer.from(''), type: 'image/webp', isSubstitute: false };

function aPrefetcher(get: (path: string) => MediaAnswer, has: (path: string) => boolean = () => false) {
  const fetched: string[] = [];
  const prefetcher = createImagePrefetcher({
    has: async (variant: Variant) => has(mediaUrl(variant)),
    async get(variant: Variant) {
      fetched.push(mediaUrl(variant));
      return get(mediaUrl(variant));
    },
  });
  return { prefetcher, fetched };
}

test('one good size of each crop on a page is fetched', async () => {
  const { prefetcher, fetched } = aPrefetcher(() => image);
  prefetcher.enqueueImagesOf(html);
  await prefetcher.idle();
  expect(fetched).toEqual([of(wide, '640.webp'), of(square, '160.webp')]);
});

test('a crop that is cached in any size is not fetched', async () => {
  const { prefetcher, fetched } = aPrefetcher(
    () => image,
    (path) => path.includes(wide),
  );
  prefetcher.enqueueImagesOf(html);
  await prefetcher.idle();
  expect(fetched).toEqual([of(square, '160.webp')]);
});

test('a failed image is retried after the others, with backoff', async () => {
  jest.useFakeTimers();
  let isDown = true;
  const { prefetcher, fetched } = aPrefetcher((path) => (isDown && path.includes(wide) ? 'unavailable' : image));
  prefetcher.enqueueImagesOf(html);
  await jest.advanceTimersByTimeAsync(60_000);
  isDown = false;
  await jest.advanceTimersByTimeAsync(60_000);
  await prefetcher.idle();
  jest.useRealTimers();
  expect(fetched.slice(0, 2)).toEqual([of(wide, '640.webp'), of(square, '160.webp')]);
  expect(fetched.length).toBeLessThan(20);
  expect(fetched.at(-1)).toBe(of(wide, '640.webp'));
});

test('the images of a page that an earlier process cached are enqueued once', async () => {
  const { prefetcher, fetched } = aPrefetcher(() => image);
  prefetcher.enqueueOnce('/a', html);
  prefetcher.enqueueOnce('/a', html);
  await prefetcher.idle();
  expect(fetched).toHaveLength(2);
});
