import readExif from 'exif-reader';

/** EXIF with the orientation tag only: without it, a stripped photograph would be shown on its side. */
function exifOrientation(orientation: number): Buffer {
  const exif = Buffer.alloc(26);
  exif.write('II*\0', 0, 'latin1');
  exif.writeUInt32LE(8, 4);
  exif.writeUInt16LE(1, 8);
  exif.writeUInt16LE(0x0112, 10);
  exif.writeUInt16LE(3, 12);
  exif.writeUInt32LE(1, 14);
  exif.writeUInt16LE(orientation, 18);
  return exif;
}

/** The orientation of this EXIF, as EXIF of its own; undefined if it does not rotate the image, or is invalid. */
export function orientationOf(exif: Buffer): Buffer | undefined {
  try {
    const orientation = readExif(exif).Image?.Orientation;
    const turns = typeof orientation === 'number' && orientation >= 2 && orientation <= 8;
    return turns ? exifOrientation(orientation) : undefined;
  } catch {
    return undefined;
  }
}
