import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { stripGif } from './strip-gif.ts';
import { stripJpeg } from './strip-jpeg.ts';
import { stripMetadata } from './strip-metadata.ts';
import { stripPng } from './strip-png.ts';
import { stripWebp } from './strip-webp.ts';

const folder = mkdtempSync(join(tmpdir(), 'clean-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const strips = { jpg: stripJpeg, png: stripPng, webp: stripWebp, gif: stripGif };
const secret = 'Ada Lovelace, 12 St James’s Square';
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="59,55.4N">${secret}</rdf:Description></rdf:RDF></x:xmpmeta>`;

/** Noise, so that a lossy encoding would change pixels. */
function picture(): Sharp {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  return sharp({ create: { width: 60, height: 30, channels: 3, background: '#fff', noise } });
}

function photograph(orientation = 6): Sharp {
  return picture()
    .withExif({
      IFD0: { Artist: secret, Make: 'Camera' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '59/1 55/1 26/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '10/1 45/1 30/1',
      },
    })
    .withXmp(xmp)
    .withMetadata({ orientation });
}

const encoders: Record<string, (image: Sharp) => Promise<Buffer>> = {
  jpg: (image) => image.jpeg().toBuffer(),
  'progressive.jpg': (image) => image.jpeg({ progressive: true }).toBuffer(),
  png: (image) => image.png().toBuffer(),
  webp: (image) => image.webp().toBuffer(),
  avif: (image) => image.avif({ effort: 0 }).toBuffer(),
  tif: (image) => image.tiff().toBuffer(),
};

async function clean(bytes: Buffer, extension: string): Promise<{ changed: boolean; bytes: Buffer }> {
  const from = join(folder, `from-${Math.random()}`);
  const to = join(folder, `to-${Math.random()}`);
  writeFileSync(from, bytes);
  const changed = await stripMetadata(from, to, extension);
  return { changed, bytes: changed ? readFileSync(to) : bytes };
}

const upright = (bytes: Buffer) => sharp(bytes).autoOrient().removeAlpha().raw().toBuffer({ resolveWithObject: true });

describe.each(Object.keys(encoders))('an original, %s', (name) => {
  const extension = name.split('.').at(-1) ?? '';
  const encode = encoders[name];

  test('is served without location and author, and looks the same', async () => {
    const photo = (await encode?.(photograph())) ?? Buffer.of();
    expect(photo.includes('Ada Lovelace')).toBe(true);
    const { bytes } = await clean(photo, extension);
    expect(bytes.includes('Ada Lovelace')).toBe(false);
    expect(bytes.includes('Camera')).toBe(false);
    const after = await sharp(bytes).metadata();
    expect(after.xmp).toBeUndefined();
    const [was, is] = [await upright(photo), await upright(bytes)];
    expect([is.info.width, is.info.height]).toEqual([30, 60]);
    // Formats that are not stripped losslessly are encoded again, at a high quality.
    if (extension !== 'avif') expect(is.data.equals(was.data)).toBe(true);
  });

  test('without metadata is served unchanged', async () => {
    const bytes = (await encode?.(picture())) ?? Buffer.of();
    expect(await clean(bytes, extension)).toEqual({ changed: false, bytes });
  });
});

test('data after the end of an image is dropped', async () => {
  for (const [extension, strip] of Object.entries(strips)) {
    const encode = encoders[extension] ?? ((image: Sharp) => image.gif().toBuffer());
    const bytes = await encode(picture());
    const polyglot = Buffer.concat([bytes, Buffer.from('<script>alert(1)</script>')]);
    expect(strip(polyglot)).toEqual(bytes);
  }
});

test('a GIF’s comment is dropped, its timing kept', async () => {
  const frames = await Promise.all([picture().png().toBuffer(), picture().png().toBuffer()]);
  const bytes = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [70, 90], loop: 3 })
    .toBuffer();
  const end = bytes.length - 1;
  const comment = Buffer.concat([
    Buffer.from([0x21, 0xfe, secret.length]),
    Buffer.from(secret, 'latin1'),
    Buffer.of(0),
  ]);
  const noted = Buffer.concat([bytes.subarray(0, end), comment, bytes.subarray(end)]);
  expect(stripGif(noted)).toEqual(bytes);
  expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject({ delay: [70, 90], loop: 3 });
});

test('any bytes are either stripped or refused, and never throw', async () => {
  const originals = await Promise.all(
    Object.keys(strips).map((extension) =>
      (encoders[extension] ?? ((image: Sharp) => image.gif().toBuffer()))(photograph()),
    ),
  );
  const mutation = fc.record({ at: fc.nat(), value: fc.nat(255) });
  fc.assert(
    fc.property(fc.nat(3), fc.array(mutation, { maxLength: 20 }), fc.nat(), (which, mutations, cut) => {
      const bytes = Buffer.from(originals[which] ?? Buffer.of());
      for (const { at, value } of mutations) bytes[at % bytes.length] = value;
      const shortened = bytes.subarray(0, bytes.length - (cut % bytes.length));
      for (const strip of Object.values(strips)) {
        for (const input of [bytes, shortened]) {
          const output = strip(input);
          expect(output === undefined || output.length <= input.length).toBe(true);
        }
      }
    }),
    { numRuns: 500 },
  );
});
