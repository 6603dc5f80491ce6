import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { createImageUrlBuilder } from '@sanity/image-url';
import sharp from 'sharp';
import { aPhotograph, aPicture } from '../assets/picture.fixture.ts';
import { startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
const urls = { picture: '', photo: '', drawing: '', pdf: '', text: '', html: '' };
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><script>alert(1)</script><rect width="40" height="20" fill="red"/></svg>';
const letters = Buffer.from('abcdefghijklmnopqrstuvwxyz');

beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client('editor');
  const image = async (bytes: Buffer, filename: string) =>
    (await client.assets.upload('image', bytes, { filename })).url;
  const file = async (bytes: Buffer, filename: string) => (await client.assets.upload('file', bytes, { filename })).url;
  urls.picture = await image(await aPicture().jpeg().toBuffer(), 'picture.jpg');
  urls.photo = await image(await aPhotograph().jpeg().toBuffer(), 'Ünïcode "photo".jpg');
  urls.drawing = await image(Buffer.from(svg), 'drawing.svg');
  urls.pdf = await file(Buffer.from('%PDF-1.4\n%…'), 'leaflet.pdf');
  urls.text = await file(letters, 'letters.txt');
  urls.html = await file(Buffer.from('<script>alert(1)</script>'), 'page.html');
});
afterAll(() => lake.stop());

async function ask(url: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(url, { headers, method });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

const renditions = () => readdirSync(join(lake.dataDir, 'assets', 'renditions')).length;

describe('an image URL', () => {
  test('gives what its parameters describe', async () => {
    const { bytes, headers } = await ask(`${urls.picture}?w=100&h=100&fit=crop&crop=left&fm=png`);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-length')).toBe(String(bytes.length));
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, data[0], data[2]]).toEqual([100, 100, 254, 0]);
  });

  test('made by @sanity/image-url shows the crop and the hotspot that an editor chose', async () => {
    const _ref = `image-${new URL(urls.picture).pathname.split('/').at(-1)?.replace('.', '-')}`;
    const builder = createImageUrlBuilder({ baseUrl: lake.url, projectId: 'bodytext', dataset: 'production' });
    const source = {
      _type: 'image',
      asset: { _type: 'reference', _ref },
      crop: { _type: 'sanity.imageCrop', left: 0.5, right: 0, top: 0, bottom: 0 },
      hotspot: { _type: 'sanity.imageHotspot', x: 0.75, y: 0.5, width: 0.4, height: 0.4 },
    };
    const { bytes } = await ask(builder.image(source).width(50).height(50).dpr(2).format('png').quality(80).url());
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const middle = info.channels * (50 * info.width + 50);
    expect([info.width, info.height, data[middle], data[middle + 2]]).toEqual([100, 100, 0, 254]);
  });

  test('that leaves the format to the lake gives the best one that the browser takes', async () => {
    const typeFor = async (accept: string, url = urls.picture) => {
      const { headers } = await ask(`${url}?w=50&auto=format`, { accept });
      expect(headers.get('vary')).toContain('accept');
      return headers.get('content-type');
    };
    expect(await typeFor('image/avif,image/webp,*/*')).toBe('image/avif');
    expect(await typeFor('image/webp,*/*')).toBe('image/webp');
    expect(await typeFor('*/*')).toBe('image/jpeg');
  });

  test('is cacheable for a year, and answered with 304 to a browser that has it', async () => {
    const url = `${urls.picture}?w=77`;
    const { headers } = await ask(url);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const etag = headers.get('etag') ?? '';
    for (const kept of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      expect(await ask(url, { 'if-none-match': kept })).toMatchObject({ status: 304, bytes: Buffer.of() });
    }
    expect(await ask(url, { 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
    expect((await ask(`${urls.picture}?w=78`)).headers.get('etag')).not.toBe(etag);
  });

  test('answers HEAD with the same headers and nothing else', async () => {
    const get = await ask(`${urls.picture}?w=79`);
    const head = await ask(`${urls.picture}?w=79`, {}, 'HEAD');
    expect(head.bytes).toHaveLength(0);
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
  });

  test('is rendered once for concurrent requests, in whatever order their parameters are', async () => {
    const before = renditions();
    const answers = await Promise.all(
      ['w=81&h=30&fit=crop', 'h=30&fit=crop&w=81', 'w=81.2&fit=crop&h=30', 'w=81&h=30&fit=crop&ignored=1'].map(
        (query) => ask(`${urls.picture}?${query}`),
      ),
    );
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1);
    expect(renditions()).toBe(before + 1);
  });

  test('with a wrong parameter is answered with what is wrong', async () => {
    const { status, bytes } = await ask(`${urls.picture}?w=1000000`);
    expect([status, JSON.parse(bytes.toString())]).toMatchObject([400, { message: expect.stringContaining('“w”') }]);
    expect(await ask(`${urls.picture}?rect=5000,0,10,10`)).toMatchObject({ status: 400 });
  });

  test.each([
    'none.jpg',
    '..%2f..%2fsecrets.json',
    '%00.jpg',
    `${'a'.repeat(40)}-1x1.jpg`,
    `${'a'.repeat(40)}-1x1.jpg%2f..`,
  ])('of what is no image, %s, finds nothing', async (name) => {
    expect(await ask(`${lake.url}/images/bodytext/production/${name}`)).toMatchObject({ status: 404 });
    expect(await ask(`${lake.url}/files/bodytext/production/${name}`)).toMatchObject({ status: 404 });
  });

  test('of another project or dataset finds nothing', async () => {
    expect(await ask(urls.picture.replace('/bodytext/', '/other/'))).toMatchObject({ status: 404 });
    expect(await ask(urls.picture.replace('/production/', '/other/'))).toMatchObject({ status: 404 });
  });

  test('with dl, or a name at its end, says what to call it', async () => {
    const nameFor = async (rest: string, url = urls.photo) =>
      (await ask(`${url}${rest}`)).headers.get('content-disposition');
    expect(await nameFor('?dl=my%20photo.jpg&w=10')).toBe(
      `attachment; filename="my photo.jpg"; filename*=UTF-8''my%20photo.jpg`,
    );
    expect(await nameFor('?dl=')).toContain("filename*=UTF-8''%C3%9Cn%C3%AFcode%20%22photo%22.jpg");
    expect(await nameFor('/pretty.jpg')).toContain('inline; filename="pretty.jpg"');
    expect(await nameFor('?dl=%0d%0aset-cookie:%20a=b%22')).toBe(
      `attachment; filename="set-cookie: a=b_"; filename*=UTF-8''set-cookie%3A%20a%3Db%22`,
    );
    expect(await nameFor('')).toBeNull();
  });
});

describe('image metadata such as EXIF', () => {
  const holdsNotes = (bytes: Buffer) => bytes.includes('Lovelace') || bytes.includes('Camera');

  test('is in no rendition, and not in the original either', async () => {
    for (const query of [
      '',
      '?',
      '?dl=photo.jpg',
      '?w=100',
      '?fm=webp',
      '?fm=png',
      '?cs=origin',
      '?q=100',
      '?fit=max&auto=format',
    ]) {
      const { status, bytes } = await ask(`${urls.photo}${query}`);
      const { exif, xmp, iptc } = await sharp(bytes).metadata();
      expect([query, status, holdsNotes(bytes), xmp, iptc]).toEqual([query, 200, false, undefined, undefined]);
      // Only the orientation may be left.
      expect(exif?.length ?? 0).toBeLessThan(40);
    }
    const { autoOrient } = await sharp((await ask(urls.photo)).bytes).metadata();
    expect(autoOrient).toEqual({ width: 200, height: 400 });
  });

  test('is given with dlRaw to those who are signed in', async () => {
    const authorization = `Bearer ${lake.lake.people.createToken('viewer', 'Export')}`;
    const { headers, bytes } = await ask(`${urls.photo}?dlRaw=true`, { authorization });
    expect(holdsNotes(bytes)).toBe(true);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-sanity-sha1')).toBe(new URL(urls.photo).pathname.split('/').at(-1)?.slice(0, 40));
    expect(await ask(`${urls.photo}?dlRaw=true`)).toMatchObject({ status: 401 });
    expect(await ask(`${urls.photo}?dlRaw=true`, { authorization: 'Bearer wrong' })).toMatchObject({ status: 401 });
  });
});

describe('a drawing', () => {
  test('stays one, whatever its size, and runs nothing', async () => {
    for (const query of ['', '?w=20', '?w=20&h=20&fit=max&auto=format&dpr=2', '?dl=drawing.svg']) {
      const { headers, bytes } = await ask(`${urls.drawing}${query}`, { accept: 'image/avif,image/webp' });
      expect(headers.get('content-type')).toBe('image/svg+xml');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'none';.*sandbox$/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(bytes.toString()).toBe(svg);
    }
  });

  test('becomes a picture when that is asked for', async () => {
    const { headers, bytes } = await ask(`${urls.drawing}?fm=webp&w=80`);
    expect(headers.get('content-type')).toBe('image/webp');
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 80, height: 40 });
    expect((await ask(`${urls.drawing}?rect=0,0,10,10`)).headers.get('content-type')).toBe('image/png');
  });
});

describe('a file', () => {
  test.each([
    ['bytes=0-3', 206, 'abcd', 'bytes 0-3/26'],
    ['bytes=23-', 206, 'xyz', 'bytes 23-25/26'],
    ['bytes=-2', 206, 'yz', 'bytes 24-25/26'],
    ['bytes=-100', 206, letters.toString(), 'bytes 0-25/26'],
    ['bytes=20-999', 206, 'uvwxyz', 'bytes 20-25/26'],
    ['bytes=26-', 416, '', 'bytes */26'],
    ['bytes=-0', 416, '', 'bytes */26'],
    ['bytes=5-2', 200, letters.toString(), null],
    ['bytes=0-1,4-5', 200, letters.toString(), null],
    ['lines=1-2', 200, letters.toString(), null],
    ['bytes=99999999999999999999-', 416, '', 'bytes */26'],
  ])('asked for %s answers %d', async (range, status, text, contentRange) => {
    const { headers, ...answer } = await ask(urls.text, { range });
    expect([answer.status, answer.bytes.toString(), headers.get('content-range')]).toEqual([
      status,
      text,
      contentRange,
    ]);
    expect(headers.get('content-length')).toBe(String(text.length));
    expect(headers.get('accept-ranges')).toBe('bytes');
    const head = await ask(urls.text, { range }, 'HEAD');
    expect([head.status, head.headers.get('content-length')]).toEqual([status, String(text.length)]);
  });

  test('that has changed since is given whole', async () => {
    const etag = (await ask(urls.text)).headers.get('etag') ?? '';
    expect(await ask(urls.text, { range: 'bytes=0-3', 'if-range': etag })).toMatchObject({ status: 206 });
    expect(await ask(urls.text, { range: 'bytes=0-3', 'if-range': '"old"' })).toMatchObject({ status: 200 });
    expect(await ask(urls.text, { range: 'bytes=0-3', 'if-range': new Date().toUTCString() })).toMatchObject({
      status: 200,
    });
    expect(await ask(urls.text, { 'if-none-match': etag })).toMatchObject({ status: 304 });
  });

  test('that a browser shows harmlessly has its type; every other one is only ever downloaded', async () => {
    const shown = async (url: string) => {
      const { headers } = await ask(url);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("script-src 'none'");
      return [headers.get('content-type'), headers.get('content-disposition')];
    };
    expect(await shown(urls.pdf)).toEqual(['application/pdf', null]);
    expect(await shown(urls.text)).toEqual(['text/plain; charset=utf-8', null]);
    expect(await shown(urls.html)).toEqual([
      'application/octet-stream',
      `attachment; filename="page.html"; filename*=UTF-8''page.html`,
    ]);
    expect(await shown(`${urls.pdf}?dl=leaflet.pdf`)).toEqual([
      'application/pdf',
      expect.stringContaining('attachment'),
    ]);
  });
});

test('the rendition cache stays within its size: the least recently used are evicted', async () => {
  const small = await startTestLake({ assetLimits: { renditionBytes: 6_000 } });
  const { url } = await small.client('editor').assets.upload('image', await aPicture().jpeg().toBuffer());
  const kept = () => readdirSync(join(small.dataDir, 'assets', 'renditions'));
  await ask(`${url}?w=300&fm=png`);
  const [first = ''] = kept();
  let made = 1;
  for (let width = 200; kept().includes(first) && made < 60; width++, made++) {
    // The second is requested again and again; the first is the least recently used.
    await ask(`${url}?w=200&fm=png`);
    await ask(`${url}?w=${width}&fm=png`);
  }
  expect(made).toBeLessThan(60);
  const count = kept().length;
  expect(await ask(`${url}?w=200&fm=png`)).toMatchObject({ status: 200 });
  expect(kept()).toHaveLength(count);
  expect(await ask(`${url}?w=300&fm=png`)).toMatchObject({ status: 200 });
  await small.stop();
});
