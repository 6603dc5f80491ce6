import { aPhotograph, aPicture } from '@bodytext/lake/assets/picture.fixture';
import type { HostileFile } from './hostile-files.ts';
import type { Random } from './random.ts';

/** A valid image of each format. */
export async function validImages(): Promise<HostileFile[]> {
  const drawing = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><g><path d="M0 0L9 9"/></g></svg>',
  );
  const files: [string, Buffer, string][] = [
    ['jpg', await aPhotograph(64, 48).jpeg().toBuffer(), 'image/jpeg'],
    ['jpg', await aPhotograph(64, 48).jpeg({ progressive: true }).toBuffer(), 'image/jpeg'],
    ['png', await aPhotograph(64, 48).png().toBuffer(), 'image/png'],
    ['webp', await aPhotograph(64, 48).webp().toBuffer(), 'image/webp'],
    ['webp', await aPicture(64, 48).webp({ lossless: true }).toBuffer(), 'image/webp'],
    ['gif', await aPicture(64, 48).gif().toBuffer(), 'image/gif'],
    ['avif', await aPhotograph(64, 48).avif({ effort: 0 }).toBuffer(), 'image/avif'],
    ['tif', await aPhotograph(64, 48).tiff({ compression: 'lzw' }).toBuffer(), 'image/tiff'],
    ['svg', drawing, 'image/svg+xml'],
  ];
  return files.map(([extension, bytes, contentType]) => ({
    name: extension,
    bytes,
    filename: `picture.${extension}`,
    contentType,
  }));
}

/** One of the files with one to six random changes. */
export function mutated(files: HostileFile[], random: Random): HostileFile {
  const file = random.oneOf(files);
  let { bytes } = file;
  for (let change = 0; change <= random.below(6); change += 1) bytes = random.oneOf(changes)(bytes, random);
  return { ...file, bytes: bytes.length > 0 ? bytes : Buffer.of(0) };
}

type Change = (bytes: Buffer, random: Random) => Buffer;
const offset = (bytes: Buffer, random: Random): number => random.below(bytes.length);
const boundaryBytes = [0, 1, 0x7f, 0x80, 0xff];
const boundaryNumbers = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x0000ffff];

const changes: Change[] = [
  (bytes, random) => withByte(bytes, offset(bytes, random), random.below(256)),
  (bytes, random) => withByte(bytes, offset(bytes, random), random.oneOf(boundaryBytes)),
  // The first 64 bytes, where formats keep lengths and dimensions.
  (bytes, random) => withByte(bytes, random.below(Math.min(64, bytes.length)), random.oneOf(boundaryBytes)),
  (bytes, random) => withNumber(bytes, offset(bytes, random), random.oneOf(boundaryNumbers)),
  (bytes, random) => bytes.subarray(0, offset(bytes, random)),
  (bytes, random) => {
    const at = offset(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.below(40) + 1)]);
  },
  (bytes) => Buffer.concat([bytes, bytes.subarray(0, 50_000)]),
];

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  if (at < copy.length) copy[at] = value;
  return copy;
}

function withNumber(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  if (at + 4 <= copy.length) copy.writeUInt32BE(value, at);
  return copy;
}
