import { aPhotograph, aPicture } from '@bodytext/lake/assets/picture.fixture';
import type { HostileFile } from './hostile-files.ts';

export type Random = () => number;

/** A number from 0 to 1 that follows from the seed, so that what was found can be found again. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Whole pictures of every kind, to be damaged. */
export async function wholeFiles(): Promise<HostileFile[]> {
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

/** One of them with something changed in it, as a careless disk or a careful attacker would. */
export function mutated(files: HostileFile[], random: Random): HostileFile {
  const file = pick(files, random);
  let { bytes } = file;
  for (let change = 0; change <= random() * 6; change += 1) bytes = pick(changes, random)(bytes, random);
  return { ...file, bytes: bytes.length > 0 ? bytes : Buffer.of(0) };
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

type Change = (bytes: Buffer, random: Random) => Buffer;
const place = (bytes: Buffer, random: Random): number => Math.floor(random() * bytes.length);
const loud = [0, 1, 0x7f, 0x80, 0xff];
const large = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x0000ffff];

const changes: Change[] = [
  (bytes, random) => withByte(bytes, place(bytes, random), Math.floor(random() * 256)),
  (bytes, random) => withByte(bytes, place(bytes, random), pick(loud, random)),
  // Near the start are the lengths and sizes.
  (bytes, random) => withByte(bytes, Math.floor(random() * Math.min(64, bytes.length)), pick(loud, random)),
  (bytes, random) => withNumber(bytes, place(bytes, random), pick(large, random)),
  (bytes, random) => bytes.subarray(0, place(bytes, random)),
  (bytes, random) => {
    const at = place(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + Math.ceil(random() * 40))]);
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
