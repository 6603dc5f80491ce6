/** @jest-environment node */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tag } from '@bodytext/content/tags';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import sharp from 'sharp';
import { createExpiredTags, type ExpiredTags } from '../cache/expired-tags.ts';
import { limits } from '../limits.ts';
import { circuitBreaker } from '../server/circuit-breaker.ts';
import { newCaller } from '../server/fair-queue.ts';
import type { createMediaStore as CreateMediaStore, MediaStore } from './media-store.ts';
import { parseMediaPath, type Variant } from './media-url.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const figure = { _type: 'figure', asset: { _ref: `image-${sha}-1600x900-webp` }, alt: 'A spine.' };
const colour = { r: 20, g: 80, b: 62 };

/** A fake lake with one image, over HTTP. */
let lake: Server;
let documents: { _id: string; [field: string]: unknown }[];
let isDown: boolean;
let answerImage: (response: ServerResponse, bytes: Buffer) => void;
let requests: string[];
let folder: string;
let journal: ExpiredTags;
let createMediaStore: typeof CreateMediaStore;
let store: MediaStore;

beforeAll(async () => {
  lake = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://lake');
    requests.push(`${pathname} ${searchParams.get('rect') ?? ''} ${searchParams.get('fm') ?? ''}`.trim());
    if (isDown) return void response.writeHead(500).end('{}');
    if (pathname.startsWith('/images/')) {
      const width = Number(searchParams.get('w'));
      const image = sharp({ create: { width, height: 9, channels: 3, background: colour } });
      return answerImage(response, await image.webp().toBuffer());
    }
    const after: unknown = JSON.parse(searchParams.get('$after') ?? '""');
    const result = { referring: documents.filter(({ _id }) => _id > String(after)).slice(0, 50) };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ result }));
  });
  await new Promise<void>((resolve) => lake.listen(0, '127.0.0.1', resolve));
  process.env.LAKE_URL = `http://127.0.0.1:${(lake.address() as AddressInfo).port}`;
  process.env.SANITY_API_READ_TOKEN = 'token';
  process.env.SANITY_WEBHOOK_SECRET = 'secret';
  ({ createMediaStore } = await import('./media-store.ts'));
});

afterAll(() => void lake.close());

const asImage = (response: ServerResponse, bytes: Buffer) =>
  void response.writeHead(200, { 'content-type': 'image/webp' }).end(bytes);

let log: ReturnType<typeof jest.spyOn>;

beforeEach(() => {
  documents = [{ _id: 'article-a', heroImage: figure }];
  isDown = false;
  requests = [];
  answerImage = asImage;
  circuitBreaker().close();
  folder = mkdtempSync(join(tmpdir(), 'media-'));
  journal = createExpiredTags(join(folder, 'expired-tags.ndjson'));
  store = createMediaStore(folder, journal);
  log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  log.mockRestore();
});

function variant(rect: string, width = 640): Variant {
  const parsed = parseMediaPath(`${sha}-1600x900-webp/${rect}/${width}.webp`);
  if (parsed === undefined) throw new Error(`No variant: ${rect}`);
  return parsed;
}

/** The image that readers get: its width, and whether it is a substitute. */
async function imageAt(variant: Variant) {
  const answer = await store.get(variant);
  if (answer === undefined || answer === 'unavailable') return answer;
  const { width } = await sharp(answer.bytes).metadata();
  return { width, type: answer.type, isSubstitute: answer.isSubstitute };
}

const whole = '0-0-1600-900';
const own = { width: 640, type: 'image/webp', isSubstitute: false };
const images = () => requests.filter((path) => path.startsWith('/images/'));

/** Opens the same folder again, like a restarted process. */
function restart(): void {
  journal = createExpiredTags(join(folder, 'expired-tags.ndjson'));
  store = createMediaStore(folder, journal);
}

test('a published image is fetched once, and then outlasts an outage and a restart', async () => {
  expect(await imageAt(variant(whole))).toEqual(own);
  isDown = true;
  expect(await imageAt(variant(whole))).toEqual(own);
  restart();
  expect(await imageAt(variant(whole))).toEqual(own);
  expect(images()).toEqual([`/images/bodytext/production/${sha}-1600x900.webp 0,0,1600,900 webp`]);
});

test('a crop that no page uses is not fetched', async () => {
  expect(await store.get(variant('1-0-1599-900'))).toBeUndefined();
  expect(images()).toEqual([]);
});

test('the frames within an editor’s crop are served, those of the uncropped image are not', async () => {
  documents = [{ _id: 'article-a', heroImage: { ...figure, crop: { left: 0.5, right: 0, top: 0, bottom: 0 } } }];
  expect(await imageAt(variant('800-0-800-900'))).toEqual(own);
  expect(await store.get(variant(whole))).toBeUndefined();
});

test('an image in thousands of documents is served after reading a few of them', async () => {
  const cropped = { ...figure, crop: { left: 0.5, right: 0, top: 0, bottom: 0 } };
  const idOf = (number: number) => `article-${String(number).padStart(4, '0')}`;
  documents = Array.from({ length: 2_000 }, (_, number) => ({ _id: idOf(number), heroImage: figure }));
  documents[60] = { _id: idOf(60), heroImage: cropped };
  expect(await imageAt(variant(whole))).toEqual(own);
  expect(await imageAt(variant('800-0-800-900'))).toEqual(own);
  expect(requests.filter((path) => path.startsWith('/v')).length).toBe(1 + 2);
});

test('a draft’s image is served, but not cached', async () => {
  documents = [{ _id: 'drafts.article-a', heroImage: figure }];
  expect(await imageAt(variant(whole))).toEqual(own);
  documents = [];
  expect(await store.get(variant(whole))).toBeUndefined();
});

test('during an outage, an image that was never fetched is unavailable, which is not cached', async () => {
  isDown = true;
  expect(await store.get(variant(whole))).toBe('unavailable');
  expect(log).toHaveBeenCalledWith(expect.stringContaining('It could not be asked'));
  isDown = false;
  circuitBreaker().close();
  expect(await imageAt(variant(whole))).toEqual(own);
});

test('during an outage, another size of the crop is served, and the requested one afterwards', async () => {
  await store.get(variant(whole, 320));
  await store.get(variant(whole, 960));
  isDown = true;
  expect(await imageAt(variant(whole, 1280))).toEqual({ ...own, width: 960, isSubstitute: true });
  expect(await imageAt(variant(whole, 160))).toEqual({ ...own, width: 320, isSubstitute: true });
  isDown = false;
  restart();
  expect(await imageAt(variant(whole, 1280))).toEqual({ ...own, width: 1280 });
});

test('made-up crops of an image in thousands of documents cost one query of them, until anything changes', async () => {
  const idOf = (number: number) => `article-${String(number).padStart(4, '0')}`;
  documents = Array.from({ length: 500 }, (_, number) => ({ _id: idOf(number), heroImage: figure }));
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
  for (let x = 1; x < 20; x += 1) expect(await store.get(variant(`${x}-0-${1600 - x}-900`))).toBeUndefined();
  const madeUp = Array.from({ length: 30 }, (_, y) => store.get(variant(`0-${y + 1}-1600-${899 - y}`)));
  expect(new Set(await Promise.all(madeUp))).toEqual(new Set([undefined]));
  const questions = () => requests.filter((path) => path.startsWith('/v')).length;
  expect(questions()).toBe(500 / 50 + 1);
  now.mockRestore();
  documents = [{ _id: 'article-a', heroImage: { ...figure, crop: { left: 0.5, right: 0, top: 0, bottom: 0 } } }];
  journal.expire([tag.document('article-a')]);
  expect(await imageAt(variant('800-0-800-900'))).toEqual(own);
});

test('a crop that a draft newly uses is served a moment later', async () => {
  expect(await store.get(variant('800-0-800-900'))).toBeUndefined();
  documents = [{ _id: 'drafts.a', heroImage: { ...figure, crop: { left: 0.5, right: 0, top: 0, bottom: 0 } } }];
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + limits.cropUsageMaxAge.value);
  expect(await imageAt(variant('800-0-800-900'))).toEqual(own);
  now.mockRestore();
});

test('a caller who requests every size of every crop does not delay another caller', async () => {
  const sizes = ([160, 320, 480, 640, 960, 1280] as const).flatMap((width) => [
    variant(whole, width),
    variant('350-0-900-900', Math.min(width, 640)),
  ]);
  const greedy = newCaller();
  const order: string[] = [];
  answerImage = (response, bytes) => void setTimeout(() => asImage(response, bytes), 5);
  const flood = sizes.map((size) => store.get(size, greedy).then(() => order.push('greedy')));
  await store.get(variant('125-0-1350-900'), newCaller());
  order.push('modest');
  await Promise.all(flood);
  expect(order.indexOf('modest')).toBeLessThan(sizes.length - limits.concurrentImageFetches.value);
});

test('a cached published image is served without a query to the lake, until its document changes', async () => {
  expect(await store.getCached(variant(whole))).toBeUndefined();
  await store.get(variant(whole));
  const before = requests.length;
  expect(await store.getCached(variant(whole))).toMatchObject({ type: 'image/webp', isSubstitute: false });
  expect(requests).toHaveLength(before);
  journal.expire([tag.document('article-a')]);
  expect(await store.getCached(variant(whole))).toBeUndefined();
});

test('concurrent requests share one fetch', async () => {
  await Promise.all(Array.from({ length: 5 }, () => store.get(variant(whole))));
  expect(images()).toHaveLength(1);
});

test('an image is not served after its last document was unpublished, also during an outage', async () => {
  documents = [
    { _id: 'article-a', heroImage: figure },
    { _id: 'article-b', heroImage: figure },
  ];
  await store.get(variant(whole));
  journal.expire([tag.document('article-a'), tag.gone('article-a')]);
  isDown = true;
  expect(await imageAt(variant(whole))).toEqual(own);
  journal.expire([tag.document('article-b'), tag.gone('article-b')]);
  expect(await store.get(variant(whole))).toBeUndefined();
  restart();
  expect(await store.get(variant(whole))).toBe('unavailable');
});

test('an image that no document uses is removed from the cache', async () => {
  await store.get(variant(whole));
  documents = [];
  journal.expire([tag.document('article-a')]);
  expect(await store.get(variant(whole))).toBeUndefined();
  isDown = true;
  restart();
  expect(await store.get(variant(whole))).toBe('unavailable');
});

test.each<[string, typeof answerImage]>([
  ['an empty body', (response) => asImage(response, Buffer.alloc(0))],
  ['half of it', (response, bytes) => asImage(response, bytes.subarray(0, bytes.length / 2))],
  ['a page of HTML', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>')],
  ['text as image/webp', (response) => asImage(response, Buffer.from('Hello'))],
  [
    'a response that is cut off',
    (response, bytes) => {
      response.writeHead(200, { 'content-type': 'image/webp', 'content-length': bytes.length + 1 }).write(bytes);
      response.destroy();
    },
  ],
])('when the lake sends %s instead of an image, it is not cached', async (_, wrong) => {
  answerImage = wrong;
  expect(await store.get(variant(whole))).toBe('unavailable');
  answerImage = asImage;
  expect(await imageAt(variant(whole))).toEqual(own);
});

describe('a damaged image in the cache', () => {
  const cachedFile = () => join(folder, 'media', `${sha}-1600x900-webp`, whole, '640.webp');
  const damages: [string, () => void][] = [
    ['cut short', () => truncateSync(cachedFile(), 100)],
    ['cut to nothing', () => truncateSync(cachedFile(), 0)],
    ['zeroed', () => writeFileSync(cachedFile(), Buffer.alloc(readFileSync(cachedFile()).length))],
    ['overwritten', () => writeFileSync(cachedFile(), readFileSync(cachedFile()).fill(0xa5, 80, 90))],
    [
      'turned into a folder',
      () => {
        rmSync(cachedFile());
        mkdirSync(join(cachedFile(), 'inside'), { recursive: true });
      },
    ],
  ];
  test.each(damages)('is fetched again: %s', async (_, damage) => {
    const first = await store.get(variant(whole));
    damage();
    restart();
    expect(await store.get(variant(whole))).toEqual(first);
    expect(images()).toHaveLength(2);
    restart();
    expect(await store.get(variant(whole))).toEqual(first);
    expect(images()).toHaveLength(2);
  });

  test.each(damages)('is replaced by another size during an outage: %s', async (_, damage) => {
    await store.get(variant(whole));
    await store.get(variant(whole, 320));
    damage();
    isDown = true;
    restart();
    expect(await imageAt(variant(whole))).toEqual({ ...own, width: 320, isSubstitute: true });
  });

  test('and its damaged list of documents is queried again', async () => {
    await store.get(variant(whole));
    writeFileSync(join(cachedFile(), '..', 'shown.json'), '{"position":9999,"documents":["article-a"]}');
    restart();
    expect(await imageAt(variant(whole))).toEqual(own);
    expect(requests.filter((path) => path.startsWith('/v'))).toHaveLength(2);
  });
});
