import { crc32 } from 'node:zlib';
import { orientationOf } from './exif-orientation.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The chunks that affect how a PNG looks; not text, time and private chunks. */
const shown = /^(?:IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|cICP|mDCV|cLLI|sBIT|bKGD|pHYs|acTL|fcTL|fdAT)$/;

/** A PNG with only these chunks and the orientation, and without data after its end. */
export function stripPng(bytes: Buffer): Buffer | undefined {
  if (!bytes.subarray(0, 8).equals(signature)) return undefined;
  const kept: Buffer[] = [signature];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (shown.test(type)) kept.push(bytes.subarray(at, end));
    if (type === 'eXIf') kept.push(...orientationChunk(bytes.subarray(at + 8, end - 4)));
    if (type === 'IEND') return Buffer.concat(kept);
    at = end;
  }
  return undefined;
}

function orientationChunk(exif: Buffer): Buffer[] {
  const orientation = orientationOf(exif);
  if (!orientation) return [];
  const named = Buffer.concat([Buffer.from('eXIf', 'latin1'), orientation]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(orientation.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return [length, named, check];
}
