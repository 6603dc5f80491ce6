import { orientationOf } from './exif-orientation.ts';

const exifMark = 'Exif\0\0';

/** A JPEG with only the segments that affect how it looks, and without data after its end, where phones append videos. */
export function stripJpeg(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) break;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return undefined;
    const segment = bytes.subarray(at, end);
    const stripped = keptOf(marker, segment);
    if (stripped) kept.push(stripped);
    const next = marker === 0xda ? endOfScan(bytes, end) : end;
    kept.push(bytes.subarray(end, next));
    at = next;
  }
  if (bytes[at] !== 0xff || bytes[at + 1] !== 0xd9) return undefined;
  return Buffer.concat([...kept, Buffer.from([0xff, 0xd9])]);
}

/** What is kept of a segment: JFIF, colour profiles, Adobe's colour transform, the orientation, and all non-metadata. */
function keptOf(marker: number, segment: Buffer): Buffer | undefined {
  const isMetadata = (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
  const says = (mark: string): boolean => segment.toString('latin1', 4, 4 + mark.length) === mark;
  if (!isMetadata || says('JFIF\0') || says('ICC_PROFILE\0') || (marker === 0xee && says('Adobe'))) return segment;
  if (marker !== 0xe1 || !says(exifMark)) return undefined;
  const orientation = orientationOf(segment.subarray(4 + exifMark.length));
  if (!orientation) return undefined;
  const header = Buffer.from([0xff, 0xe1, 0, 2 + exifMark.length + orientation.length]);
  return Buffer.concat([header, Buffer.from(exifMark, 'latin1'), orientation]);
}

/** The end of a scan's data: a marker that is neither a stuffed byte nor a restart marker. */
function endOfScan(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(0xff, start);
  while (at !== -1 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7) && next !== 0xff) return at;
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2);
  }
  return bytes.length;
}
