import { orientationOf } from './exif-orientation.ts';

const shown = /^(?:VP8 |VP8L|VP8X|ALPH|ANIM|ANMF|ICCP)$/;
const exifFlag = 0x08;
const xmpFlag = 0x04;

/** A WebP with only the chunks that affect how it looks and the orientation, and without data after its end. */
export function stripWebp(bytes: Buffer): Buffer | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return undefined;
  const chunks = chunksOf(bytes.subarray(12, end));
  if (!chunks) return undefined;
  const kept = chunks.flatMap(keptOf);
  const hasExif = kept.some(({ type }) => type === 'EXIF');
  const body = Buffer.concat(kept.map((chunk) => (chunk.type === 'VP8X' ? flagged(chunk, hasExif) : chunk.bytes)));
  const header = Buffer.from(bytes.subarray(0, 12));
  header.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([header, body]);
}

type Chunk = { type: string; bytes: Buffer };

function chunksOf(body: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  let at = 0;
  while (at + 8 <= body.length) {
    const size = body.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (end > body.length) return undefined;
    chunks.push({ type: body.toString('latin1', at, at + 4), bytes: body.subarray(at, end) });
    at = end;
  }
  return at === body.length ? chunks : undefined;
}

function keptOf(chunk: Chunk): Chunk[] {
  if (shown.test(chunk.type)) return [chunk];
  if (chunk.type !== 'EXIF') return [];
  const data = chunk.bytes.subarray(8);
  // Some programs write JPEG's EXIF prefix here too.
  const orientation = orientationOf(data.toString('latin1', 0, 6) === 'Exif\0\0' ? data.subarray(6) : data);
  if (!orientation) return [];
  const header = Buffer.from('EXIF\0\0\0\0', 'latin1');
  header.writeUInt32LE(orientation.length, 4);
  return [{ type: 'EXIF', bytes: Buffer.concat([header, orientation]) }];
}

/** The first chunk, VP8X, has flags for the metadata chunks. */
function flagged({ bytes }: Chunk, hasExif: boolean): Buffer {
  const copy = Buffer.from(bytes);
  const flags = (copy[8] ?? 0) & ~(exifFlag | xmpFlag);
  copy[8] = hasExif ? flags | exifFlag : flags;
  return copy;
}
