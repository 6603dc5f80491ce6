import readExif from 'exif-reader';

/** EXIF that says nothing but how a picture is to be turned: without it, a cleaned photograph would lie on its side. */
export function exifOrientation(orientation: number): Buffer {
  const note = Buffer.alloc(26);
  note.write('II*\0', 0, 'latin1');
  note.writeUInt32LE(8, 4);
  note.writeUInt16LE(1, 8);
  note.writeUInt16LE(0x0112, 10);
  note.writeUInt16LE(3, 12);
  note.writeUInt32LE(1, 14);
  note.writeUInt16LE(orientation, 18);
  return note;
}

/** The same note, if this EXIF turns the picture; undefined if it doesn't, or can't be read. */
export function orientationOf(exif: Buffer): Buffer | undefined {
  try {
    const orientation = readExif(exif).Image?.Orientation;
    const turns = typeof orientation === 'number' && orientation >= 2 && orientation <= 8;
    return turns ? exifOrientation(orientation) : undefined;
  } catch {
    return undefined;
  }
}
