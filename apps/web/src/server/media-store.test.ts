/** @jest-environment node */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tag } from '@bodytext/content/tags';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import sharp from 'sharp';
import { ExpiredTags } from '../cache/expired-tags.ts';
import { limits } from '../limits.ts';
import { parseMediaPath, type Variant } from '../media/media-url.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import { newCaller } from './fair-turns.ts';
import type { MediaStore as MediaStoreType } from './media-store.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const figure = { _type: 'figure', asset: { _ref: `image-${sha}-1600x900-webp` }, alt: 'A spine.' };
const colour = { r: 20, g: 80, b: 62 };

/** A lake of one image, over HTTP as the real one. */
let lake: Server;
let documents: { _id: string; [field: string]: unknown }[];
let isDown: boolean;
let answerImage: (response: ServerResponse, bytes: Buffer) => void;
let asked: string[];
let folder: string;
let changes: ExpiredTags;
let MediaStore: typeof MediaStoreType;
let store: MediaStoreType;

beforeAll(async () => {
  lake = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://lake');
    asked.push(`${pathname} ${searchParams.get('rect') ?? ''} ${searchParams.get('fm') ?? ''}`.trim());
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
  ({ MediaStore } = await import('./media-store.ts'));
});

afterAll(() => void lake.close());

const asImage = (response: ServerResponse, bytes: Buffer) =>
  void response.writeHead(200, { 'content-type': 'image/webp' }).end(bytes);

let log: ReturnType<typeof jest.spyOn>;

beforeEach(() => {
  documents = [{ _id: 'article-a', heroImage: figure }];
  isDown = false;
  asked = [];
  answerImage = asImage;
  circuitBreaker().close();
  folder = mkdtempSync(join(tmpdir(), 'media-'));
  changes = new ExpiredTags(join(folder, 'expired-tags.ndjson'));
  store = new MediaStore(folder, changes);
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

/** How wide the image is that readers get, and whether it is what they asked for. */
async function seen(asked: Variant) {
  const answer = await store.read(asked);
  if (answer === undefined || answer === 'unavailable') return answer;
  const { width } = await sharp(answer.bytes).metadata();
  return { width, type: answer.type, isSubstitute: answer.isSubstitute };
}

const whole = '0-0-1600-900';
const own = { width: 640, type: 'image/webp', isSubstitute: false };
const images = () => asked.filter((path) => path.startsWith('/images/'));

/** The same folder, as the next program finds it. */
function restart(): void {
  changes = new ExpiredTags(join(folder, 'expired-tags.ndjson'));
  store = new MediaStore(folder, changes);
}

test('an image that a page shows is fetched once, and then outlasts the lake, and a restart', async () => {
  expect(await seen(variant(whole))).toEqual(own);
  isDown = true;
  expect(await seen(variant(whole))).toEqual(own);
  restart();
  expect(await seen(variant(whole))).toEqual(own);
  expect(images()).toEqual([`/images/bodytext/production/${sha}-1600x900.webp 0,0,1600,900 webp`]);
});

test('a cut that no page shows is never made', async () => {
  expect(await store.read(variant('1-0-1599-900'))).toBeUndefined();
  expect(images()).toEqual([]);
});

test('the frames of an editor’s crop and hotspot are served, those of the uncropped image are not', async () => {
  documents = [{ _id: 'article-a', heroImage: { ...figure, crop: { left: 0.5, right: 0, top: 0, bottom: 0 } } }];
  expect(await seen(variant('800-0-800-900'))).toEqual(own);
  expect(await store.read(variant(whole))).toBeUndefined();
});

test('an image of thousands of documents is served after a look at a few of them', async () => {
  const cropped = { ...figure, crop: { left: 0.5, right: 0, top: 0, bottom: 0 } };
  const idOf = (number: number) => `article-${String(number).padStart(4, '0')}`;
  documents = Array.from({ length: 2_000 }, (_, number) => ({ _id: idOf(number), heroImage: figure }));
  documents[60] = { _id: idOf(60), heroImage: cropped };
  expect(await seen(variant(whole))).toEqual(own);
  expect(await seen(variant('800-0-800-900'))).toEqual(own);
  expect(asked.filter((path) => path.startsWith('/v')).length).toBe(1 + 2);
});

test('an image that only a draft shows is served, but not kept', async () => {
  documents = [{ _id: 'drafts.article-a', heroImage: figure }];
  expect(await seen(variant(whole))).toEqual(own);
  documents = [];
  expect(await store.read(variant(whole))).toBeUndefined();
});

test('while the lake is down, an image never fetched is unavailable, which is not remembered', async () => {
  isDown = true;
  expect(await store.read(variant(whole))).toBe('unavailable');
  expect(log).toHaveBeenCalledWith(expect.stringContaining('It could not be asked'));
  isDown = false;
  circuitBreaker().close();
  expect(await seen(variant(whole))).toEqual(own);
});

test('while the lake is down, another size of it is shown, and the right one once the lake is back', async () => {
  await store.read(variant(whole, 320));
  await store.read(variant(whole, 960));
  isDown = true;
  expect(await seen(variant(whole, 1280))).toEqual({ ...own, width: 960, isSubstitute: true });
  expect(await seen(variant(whole, 160))).toEqual({ ...own, width: 320, isSubstitute: true });
  isDown = false;
  restart();
  expect(await seen(variant(whole, 1280))).toEqual({ ...own, width: 1280 });
});

test('made-up parts of an image of thousands of documents cost one look at them, until anything changes', async () => {
  const idOf = (number: number) => `article-${String(number).padStart(4, '0')}`;
  documents = Array.from({ length: 500 }, (_, number) => ({ _id: idOf(number), heroImage: figure }));
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
  for (let x = 1; x < 20; x += 1) expect(await store.read(variant(`${x}-0-${1600 - x}-900`))).toBeUndefined();
  const madeUp = Array.from({ length: 30 }, (_, y) => store.read(variant(`0-${y + 1}-1600-${899 - y}`)));
  expect(new Set(await Promise.all(madeUp))).toEqual(new Set([undefined]));
  const questions = () => asked.filter((path) => path.startsWith('/v')).length;
  expect(questions()).toBe(500 / 50 + 1);
  now.mockRestore();
  documents = [{ _id: 'article-a', heroImage: { ...figure, crop: { left: 0.5, right: 0, top: 0, bottom: 0 } } }];
  changes.expire([tag.document('article-a')]);
  expect(await seen(variant('800-0-800-900'))).toEqual(own);
});

test('a part of an image that a draft begins to show is served a moment later', async () => {
  expect(await store.read(variant('800-0-800-900'))).toBeUndefined();
  documents = [{ _id: 'drafts.a', heroImage: { ...figure, crop: { left: 0.5, right: 0, top: 0, bottom: 0 } } }];
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + limits.imageLook.value);
  expect(await seen(variant('800-0-800-900'))).toEqual(own);
  now.mockRestore();
});

test('one who asks for every size of everything keeps nobody from theirs', async () => {
  const sizes = ([160, 320, 480, 640, 960, 1280] as const).flatMap((width) => [
    variant(whole, width),
    variant('350-0-900-900', Math.min(width, 640)),
  ]);
  const greedy = newCaller();
  const order: string[] = [];
  answerImage = (response, bytes) => void setTimeout(() => asImage(response, bytes), 5);
  const flood = sizes.map((size) => store.read(size, greedy).then(() => order.push('greedy')));
  await store.read(variant('125-0-1350-900'), newCaller());
  order.push('modest');
  await Promise.all(flood);
  expect(order.indexOf('modest')).toBeLessThan(sizes.length - limits.imagesFetched.value);
});

test('what is kept and known to be shown is ready without a question to the lake, until it changes', async () => {
  expect(await store.ready(variant(whole))).toBeUndefined();
  await store.read(variant(whole));
  const before = asked.length;
  expect(await store.ready(variant(whole))).toMatchObject({ type: 'image/webp', isSubstitute: false });
  expect(asked).toHaveLength(before);
  changes.expire([tag.document('article-a')]);
  expect(await store.ready(variant(whole))).toBeUndefined();
});

test('many readers at once cause one fetch', async () => {
  await Promise.all(Array.from({ length: 5 }, () => store.read(variant(whole))));
  expect(images()).toHaveLength(1);
});

test('an image ends with the last document that shows it, also when the lake fails after that', async () => {
  documents = [
    { _id: 'article-a', heroImage: figure },
    { _id: 'article-b', heroImage: figure },
  ];
  await store.read(variant(whole));
  changes.expire([tag.document('article-a'), tag.gone('article-a')]);
  isDown = true;
  expect(await seen(variant(whole))).toEqual(own);
  changes.expire([tag.document('article-b'), tag.gone('article-b')]);
  expect(await store.read(variant(whole))).toBeUndefined();
  restart();
  expect(await store.read(variant(whole))).toBe('unavailable');
});

test('what no document shows any more is kept no more', async () => {
  await store.read(variant(whole));
  documents = [];
  changes.expire([tag.document('article-a')]);
  expect(await store.read(variant(whole))).toBeUndefined();
  isDown = true;
  restart();
  expect(await store.read(variant(whole))).toBe('unavailable');
});

test.each<[string, typeof answerImage]>([
  ['nothing', (response) => asImage(response, Buffer.alloc(0))],
  ['half of it', (response, bytes) => asImage(response, bytes.subarray(0, bytes.length / 2))],
  ['a page of HTML', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>')],
  ['words under its name', (response) => asImage(response, Buffer.from('Hello'))],
  [
    'no end of it',
    (response, bytes) => {
      response.writeHead(200, { 'content-type': 'image/webp', 'content-length': bytes.length + 1 }).write(bytes);
      response.destroy();
    },
  ],
])('when the lake sends %s instead of an image, it is not kept', async (_, wrong) => {
  answerImage = wrong;
  expect(await store.read(variant(whole))).toBe('unavailable');
  answerImage = asImage;
  expect(await seen(variant(whole))).toEqual(own);
});

describe('a kept image that was damaged', () => {
  const keptAt = () => join(folder, 'media', `${sha}-1600x900-webp`, whole, '640.webp');
  const damages: [string, () => void][] = [
    ['cut short', () => truncateSync(keptAt(), 100)],
    ['cut to nothing', () => truncateSync(keptAt(), 0)],
    ['zeroed', () => writeFileSync(keptAt(), Buffer.alloc(readFileSync(keptAt()).length))],
    ['overwritten', () => writeFileSync(keptAt(), readFileSync(keptAt()).fill(0xa5, 80, 90))],
    [
      'turned into a folder',
      () => {
        rmSync(keptAt());
        mkdirSync(join(keptAt(), 'inside'), { recursive: true });
      },
    ],
  ];
  test.each(damages)('is fetched again: %s', async (_, damage) => {
    const first = await store.read(variant(whole));
    damage();
    restart();
    expect(await store.read(variant(whole))).toEqual(first);
    expect(images()).toHaveLength(2);
    restart();
    expect(await store.read(variant(whole))).toEqual(first);
    expect(images()).toHaveLength(2);
  });

  test.each(damages)('is never shown, but another size of it, while the lake is down: %s', async (_, damage) => {
    await store.read(variant(whole));
    await store.read(variant(whole, 320));
    damage();
    isDown = true;
    restart();
    expect(await seen(variant(whole))).toEqual({ ...own, width: 320, isSubstitute: true });
  });

  test('and what says who shows it is asked for again', async () => {
    await store.read(variant(whole));
    writeFileSync(join(keptAt(), '..', 'shown.json'), '{"position":9999,"documents":["article-a"]}');
    restart();
    expect(await seen(variant(whole))).toEqual(own);
    expect(asked.filter((path) => path.startsWith('/v'))).toHaveLength(2);
  });
});
