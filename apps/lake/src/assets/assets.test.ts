import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import sharp from 'sharp';
import { failureOf, startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { aBomb, aPhotograph, aPicture } from './picture.fixture.ts';

let lake: TestLake;
let client: SanityClient;
let token: string;
beforeAll(async () => {
  lake = await startTestLake({ assetLimits: { fileBytes: 300_000, imageBytes: 300_000 } });
  client = lake.client('editor');
  token = lake.lake.people.createToken('editor', 'Raw');
});
afterAll(() => lake.stop());

const folder = (name: string) => join(lake.dataDir, 'assets', name);
const statusOf = async (url: string) => (await fetch(url, { method: 'HEAD' })).status;
const jpeg = (width: number) => aPicture(width, width).jpeg().toBuffer();

describe('an uploaded image', () => {
  test('becomes an asset document with what the Studio shows of it', async () => {
    const asset = await client.assets.upload('image', await aPicture().jpeg().toBuffer(), {
      filename: '../../evil\u0000\u202e name.jpg',
    });
    expect(asset).toMatchObject({
      _id: expect.stringMatching(/^image-[a-f0-9]{40}-400x200-jpg$/),
      _type: 'sanity.imageAsset',
      assetId: asset.sha1hash,
      extension: 'jpg',
      mimeType: 'image/jpeg',
      originalFilename: 'evil name.jpg',
      size: expect.any(Number),
      path: `images/bodytext/production/${asset.sha1hash}-400x200.jpg`,
      url: `${lake.url}/images/bodytext/production/${asset.sha1hash}-400x200.jpg`,
      metadata: {
        _type: 'sanity.imageMetadata',
        dimensions: { _type: 'sanity.imageDimensions', width: 400, height: 200, aspectRatio: 2 },
        lqip: expect.stringContaining('data:image/jpeg;base64,'),
        blurHash: expect.any(String),
        hasAlpha: false,
        isOpaque: true,
        palette: {
          _type: 'sanity.imagePalette',
          dominant: {
            background: expect.stringMatching(/^#(?:f[0-9a-f]0[0-9a-f]0[0-9a-f]|0[0-9a-f]0[0-9a-f]f[0-9a-f])$/),
          },
          vibrant: {
            _type: 'sanity.imagePaletteSwatch',
            background: expect.stringMatching(/^#[0-9a-f]{6}$/),
            foreground: '#fff',
            title: '#fff',
            population: expect.any(Number),
          },
          darkVibrant: expect.anything(),
          lightVibrant: expect.anything(),
          muted: expect.anything(),
          darkMuted: expect.anything(),
          lightMuted: expect.anything(),
        },
      },
    });
    expect(asset.metadata).not.toHaveProperty('thumbHash');
  });

  test('has the size after EXIF rotation, and no EXIF or location unless requested', async () => {
    const photo = await aPhotograph().jpeg().toBuffer();
    const { metadata } = await client.assets.upload('image', photo);
    expect(metadata).toMatchObject({ dimensions: { width: 200, height: 400, aspectRatio: 0.5 } });
    expect(JSON.stringify(metadata)).not.toMatch(/Camera|Lovelace|location|exif/);
  });

  test('has the metadata that the upload requests', async () => {
    const photo = await aPhotograph(402).jpeg().toBuffer();
    const { metadata } = await client.assets.upload('image', photo, {
      extract: ['exif', 'location', 'image', 'thumbhash'],
    });
    expect(metadata).toMatchObject({
      exif: { _type: 'sanity.imageExifMetadata', FNumber: 2.8, DateTimeOriginal: '2026-05-04T03:02:01.000Z' },
      image: { _type: 'sanity.imageExifTags', Make: 'Camera', Orientation: 6 },
      location: { _type: 'geopoint', lat: expect.closeTo(-59.924, 3), lng: expect.closeTo(10.758, 3), alt: 21 },
      thumbHash: expect.any(String),
    });
    expect(metadata).not.toHaveProperty('lqip');
    const bare = await client.assets.upload('image', await jpeg(42), { extract: [] });
    expect(Object.keys(bare.metadata).sort()).toEqual(['_type', 'dimensions', 'hasAlpha', 'isOpaque']);
    const wrong = client.assets.upload('image', await jpeg(44), { extract: ['everything' as 'exif'] });
    expect(await failureOf(wrong)).toMatchObject({ statusCode: 400, message: expect.stringContaining('meta') });
  });

  test('has isOpaque', async () => {
    const layer = (background: string) => sharp({ create: { width: 10, height: 10, channels: 4, background } });
    const glass = await client.assets.upload('image', await layer('#ff000080').png().toBuffer());
    expect(glass.metadata).toMatchObject({
      hasAlpha: true,
      isOpaque: false,
      lqip: expect.stringContaining('image/png'),
    });
    const wall = await client.assets.upload('image', await layer('#ff0000ff').png().toBuffer());
    expect(wall.metadata).toMatchObject({ hasAlpha: true, isOpaque: true });
  });

  test('keeps title, description and the like', async () => {
    const asset = await client.assets.upload('image', await jpeg(46), {
      title: 'A title',
      description: 'What it shows',
      label: 'a-label',
      creditLine: 'Photo: Ada',
      source: { id: '17', name: 'agency', url: 'https://example.org/17' },
    });
    expect(asset).toMatchObject({
      title: 'A title',
      description: 'What it shows',
      label: 'a-label',
      creditLine: 'Photo: Ada',
      source: { _type: 'sanity.assetSourceData', id: '17', name: 'agency', url: 'https://example.org/17' },
    });
  });

  test('of the same bytes is one asset under any name, also in concurrent uploads', async () => {
    const bytes = await jpeg(100);
    const uploads = ['one.jpg', 'two.jpg', 'three.png'].map((filename) =>
      client.assets.upload('image', bytes, { filename, title: filename }),
    );
    const assets = await Promise.all(uploads);
    const again = await client.assets.upload('image', bytes, { filename: 'four.jpg', title: 'four' });
    expect(new Set(assets.map(({ _id, _rev }) => `${_id} ${_rev}`)).size).toBe(1);
    expect(again).toEqual(assets[0]);
    expect(readdirSync(folder('incoming'))).toEqual([]);
  });

  test('that is not an image is refused, whatever its name', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const upload = client.assets.upload('image', page, { filename: 'cat.png', contentType: 'image/png' });
    expect(await failureOf(upload)).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('not a picture'),
    });
  });

  test('that is a decompression bomb, or truncated, is refused and leaves nothing', async () => {
    const before = readdirSync(folder('images'));
    const bomb = aBomb(50_000);
    const failure = await failureOf(client.assets.upload('image', bomb));
    expect(failure).toMatchObject({ statusCode: 400, message: expect.stringContaining('more pixels') });
    const whole = await aPhotograph(600, 600).jpeg().toBuffer();
    const half = whole.subarray(0, whole.length / 2);
    expect(await failureOf(client.assets.upload('image', half))).toMatchObject({ statusCode: 400 });
    expect(readdirSync(folder('images'))).toEqual(before);
    expect(readdirSync(folder('incoming'))).toEqual([]);
  });
});

describe('an uploaded file', () => {
  test('is stored as it comes, from a stream too', async () => {
    const chunks = Array.from({ length: 50 }, (_, index) => Buffer.alloc(1_000, index));
    const asset = await client.assets.upload('file', Readable.from(chunks), { filename: 'a.b.BIN' });
    expect(asset).toMatchObject({
      _type: 'sanity.fileAsset',
      extension: 'bin',
      size: 50_000,
      originalFilename: 'a.b.BIN',
    });
    const answer = await fetch(asset.url);
    expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.concat(chunks))).toBe(true);
  });

  test('of the same bytes under another name is the same asset', async () => {
    const first = await client.assets.upload('file', Buffer.from('a,b\n1,2'), { filename: 'a.csv' });
    const second = await client.assets.upload('file', Buffer.from('a,b\n1,2'), { filename: 'b.txt' });
    expect(second).toEqual(first);
  });

  test('that is too large is refused, with or without content-length, and leaves nothing', async () => {
    const whole = client.assets.upload('file', Buffer.alloc(400_000));
    expect(await failureOf(whole)).toMatchObject({ statusCode: 413, message: expect.stringContaining('too large') });
    const streamed = await fetch(`${lake.url}/v1/assets/files/production`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: Readable.toWeb(Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(10_000)))),
      duplex: 'half',
    }).then(
      ({ status }) => status,
      () => 'closed',
    );
    // The lake may close the connection before everything is sent; the client then gets no answer.
    expect([413, 'closed']).toContain(streamed);
    await until(() => readdirSync(folder('incoming')).length === 0);
  });

  test('that is empty is refused', async () => {
    expect(await failureOf(client.assets.upload('file', Buffer.of()))).toMatchObject({ statusCode: 400 });
  });

  test.each([
    ['says it is longer than it is', 'content-length: 100000\r\n\r\nonly this'],
    ['ends in the middle of a chunk', 'transfer-encoding: chunked\r\n\r\nff\r\nonly this'],
  ])('that %s leaves nothing when the connection breaks off', async (_, rest) => {
    const before = readdirSync(folder('files'));
    const socket = connect(Number(new URL(lake.url).port), '127.0.0.1');
    socket.write(`POST /v1/assets/files/production HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n${rest}`);
    await until(() => readdirSync(folder('incoming')).length === 1);
    socket.destroy();
    await until(() => readdirSync(folder('incoming')).length === 0);
    expect(readdirSync(folder('files'))).toEqual(before);
  });

  test('without the right to upload is refused before anything is written', async () => {
    for (const [who, statusCode] of [
      [lake.anonymous(), 401],
      [lake.client('viewer'), 403],
    ] as const) {
      expect(await failureOf(who.assets.upload('file', Buffer.from('x')))).toMatchObject({ statusCode });
    }
  });
});

describe('deleting an asset’s document', () => {
  test('is refused while a document, or a draft, refers to it', async () => {
    const { _id, url } = await client.assets.upload('image', await jpeg(60));
    await client.create({
      _id: 'drafts.note',
      _type: 'note',
      image: { _type: 'image', asset: { _type: 'reference', _ref: _id } },
    });
    expect(await failureOf(client.delete(_id))).toMatchObject({
      statusCode: 409,
      details: { items: [{ error: { referencingIDs: ['drafts.note'] } }] },
    });
    expect(await statusOf(url)).toBe(200);
    await client.delete('drafts.note');
    await client.delete(_id);
    await until(async () => (await statusOf(url)) === 404);
  });

  test('deletes its file and all renditions from the disk', async () => {
    const { _id, url, sha1hash } = await client.assets.upload('image', await aPhotograph(62, 62).jpeg().toBuffer());
    await Promise.all([fetch(url), fetch(`${url}?w=10`)]);
    const left = () =>
      ['images', 'renditions'].flatMap((name) => readdirSync(folder(name))).filter((name) => name.startsWith(sha1hash));
    expect(left()).toHaveLength(3);
    await client.delete(_id);
    await until(() => left().length === 0);
  });

  test('and uploading the same bytes concurrently never leaves a document without its file', async () => {
    const bytes = Buffer.from('deleted and uploaded again and again');
    for (let round = 0; round < 15; round++) {
      const { _id, url } = await client.assets.upload('file', bytes);
      const [, again] = await Promise.all([client.delete(_id), client.assets.upload('file', bytes)]);
      const isThere = (await client.getDocument(_id)) !== undefined;
      await until(async () => (await statusOf(url)) === (isThere ? 200 : 404));
      expect(again._id).toBe(_id);
    }
  });
});

test('temporary files of a killed process are deleted after a day', async () => {
  const brokenOff = join(folder('incoming'), 'broken-off');
  writeFileSync(brokenOff, 'x');
  await lake.lake.main.assets.sweep();
  expect(existsSync(brokenOff)).toBe(true);
  await lake.lake.main.assets.sweep(Date.now() + 2 * 24 * 60 * 60_000);
  expect(existsSync(brokenOff)).toBe(false);
});

test('the Studio’s asset browser lists assets, and where one is used', async () => {
  const { _id } = await client.assets.upload('image', await jpeg(70), { filename: 'browsed.jpg' });
  const listed = await client.fetch(
    `*[_type == "sanity.imageAsset" && !(_id in path("drafts.**"))] | order(_createdAt desc) [0...50] {_id, _updatedAt, _createdAt, url, originalFilename, mimeType, extension, size, "metadata": metadata.dimensions}`,
  );
  expect(listed[0]).toMatchObject({ _id, originalFilename: 'browsed.jpg' });
  await client.create({
    _id: 'shows',
    _type: 'note',
    image: { _type: 'image', asset: { _type: 'reference', _ref: _id } },
  });
  const used = await client.fetch('*[references($id)]{_id}', { id: _id });
  expect(used).toEqual([{ _id: 'shows' }]);
});
