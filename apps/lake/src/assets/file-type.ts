import { open } from 'node:fs/promises';
import { assetLimits } from './limits.ts';

const sniffedBytes = assetLimits.sniffed.value;

/** An allowlist of types by their signature: none of them can hold a script that a browser would run. */
const signatures: [mimeType: string, offset: number, start: string][] = [
  ['application/pdf', 0, '%PDF-'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/mpeg', 0, '\xff\xfb'],
  ['audio/mpeg', 0, '\xff\xf3'],
  ['audio/flac', 0, 'fLaC'],
  ['audio/ogg', 28, '\x01vorbis'],
  ['audio/ogg', 28, 'OpusHead'],
  ['video/ogg', 0, 'OggS'],
  ['audio/wav', 8, 'WAVEfmt '],
  ['audio/mp4', 4, 'ftypM4A'],
  ['video/quicktime', 4, 'ftypqt'],
  ['video/mp4', 4, 'ftypisom'],
  ['video/mp4', 4, 'ftypmp4'],
  ['video/mp4', 4, 'ftypavc1'],
  ['video/mp4', 4, 'ftypiso'],
  ['video/mp4', 4, 'ftypM4V'],
  ['video/webm', 0, '\x1a\x45\xdf\xa3'],
  ['font/woff2', 0, 'wOF2'],
  ['font/woff', 0, 'wOFF'],
  ['font/otf', 0, 'OTTO'],
  ['font/ttf', 0, '\x00\x01\x00\x00\x00'],
];

export const anyFile = 'application/octet-stream';

/**
 * The type of a file by its first bytes; its name and the client's `content-type` are ignored.
 * Text is `text/plain` only if a browser could not take its beginning for HTML.
 */
export async function fileType(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffedBytes), 0, sniffedBytes, 0);
    return typeOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

function typeOf(start: Buffer): string {
  const text = start.toString('latin1');
  const known = signatures.find(([, offset, sign]) => text.startsWith(sign, offset));
  if (known) return known[0];
  return isPlainText(start) ? 'text/plain; charset=utf-8' : anyFile;
}

function isPlainText(start: Buffer): boolean {
  if (start.length === 0) return false;
  // `stream`: a character that is cut at the end must not count as invalid UTF-8.
  const text = new TextDecoder().decode(start, { stream: true });
  return !/[\p{Cc}\ufffd]/u.test(text.replace(/[\t\r\n]/g, '')) && !text.includes('<');
}
