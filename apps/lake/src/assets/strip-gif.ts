const shownExtensions = ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'];

/** A GIF with only the blocks that affect how it looks, and without data after its end. */
export function stripGif(bytes: Buffer): Buffer | undefined {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)) || bytes.length < 13) return undefined;
  let at = 13 + colourTable(bytes[10] ?? 0);
  const kept: Buffer[] = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const introducer = bytes[at];
    if (introducer === 0x3b) return Buffer.concat([...kept, Buffer.from([0x3b])]);
    const start = introducer === 0x21 ? at + 2 : introducer === 0x2c ? afterImageHeader(bytes, at) : undefined;
    const end = start === undefined ? undefined : endOfBlocks(bytes, start);
    if (end === undefined) return undefined;
    if (introducer === 0x2c || isShown(bytes, at)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}

function colourTable(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** After the image descriptor, the local colour table and the LZW minimum code size. */
function afterImageHeader(bytes: Buffer, at: number): number {
  return at + 10 + colourTable(bytes[at + 9] ?? 0) + 1;
}

function endOfBlocks(bytes: Buffer, start: number): number | undefined {
  let at = start;
  while (at < bytes.length) {
    const size = bytes[at] ?? 0;
    at += size + 1;
    if (size === 0) return at;
  }
  return undefined;
}

/** Keeps timing, repetition and colour profile; drops comments and other application extensions. */
function isShown(bytes: Buffer, at: number): boolean {
  const label = bytes[at + 1];
  if (label === 0xf9 || label === 0x01) return true;
  return label === 0xff && shownExtensions.includes(bytes.toString('latin1', at + 3, at + 14));
}
