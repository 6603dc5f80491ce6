import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Left half red, right half blue. */
export function aPicture(width = 400, height = 200): Sharp {
  const right = { create: { width: width / 2, height, channels: 3, background: '#0000ff' } } as const;
  return sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([
    { input: right, left: width / 2, top: 0 },
  ]);
}

/** A phone's photograph: rotated by EXIF, with camera, author and location. */
export function aPhotograph(width = 400, height = 200): Sharp {
  return aPicture(width, height)
    .withExif({
      IFD0: { Make: 'Camera', Artist: 'Ada Lovelace' },
      IFD2: { DateTimeOriginal: '2026:05:04 03:02:01', FNumber: '28/10' },
      IFD3: {
        GPSLatitudeRef: 'S',
        GPSLatitude: '59/1 55/1 26/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '10/1 45/1 30/1',
        GPSAltitude: '21/1',
      },
    })
    .withMetadata({ orientation: 6 });
}

/** A decompression bomb: a PNG of a few hundred bytes whose header claims this many pixels a side. */
export function aBomb(side: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(200_000))),
    chunk('IEND'),
  ]);
}

function chunk(type: string, data: Buffer = Buffer.of()): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
