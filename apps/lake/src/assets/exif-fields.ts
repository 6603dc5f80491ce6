import readExif from 'exif-reader';
import type { MetadataPart } from './image-facts.ts';

/** The EXIF fields of a photograph that the upload requests. */
export function exifFields(exif: Buffer | undefined, parts: MetadataPart[]): Record<string, unknown> {
  const isWanted = parts.some((part) => part === 'exif' || part === 'location' || part === 'image');
  const tags = exif && isWanted ? readTags(exif) : undefined;
  if (!tags) return {};
  const location = parts.includes('location') && locationOf(tags.GPSInfo);
  return {
    ...(parts.includes('exif') && tags.Photo && { exif: { _type: 'sanity.imageExifMetadata', ...plain(tags.Photo) } }),
    ...(parts.includes('image') && tags.Image && { image: { _type: 'sanity.imageExifTags', ...plain(tags.Image) } }),
    ...(location && { location }),
  };
}

/** Invalid EXIF must not prevent an upload. */
function readTags(exif: Buffer): ReturnType<typeof readExif> | undefined {
  try {
    return readExif(exif);
  } catch {
    return undefined;
  }
}

/** The tags that JSON can hold, without the vendors' binary ones. */
function plain(tags: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(tags).flatMap(([name, value]): [string, unknown][] => {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? [] : [[name, value.toISOString()]];
    const isPlain = typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
    const isList = Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isFinite(item));
    // These hold offsets into the file.
    return (isPlain || isList) && !/^(?:ExifTag|GPSTag|InteroperabilityTag)$/.test(name) ? [[name, value]] : [];
  });
  return Object.fromEntries(kept);
}

type Gps = { GPSLatitude?: unknown; GPSLatitudeRef?: unknown; GPSLongitude?: unknown; GPSLongitudeRef?: unknown };

function locationOf(gps: (Gps & { GPSAltitude?: unknown; GPSAltitudeRef?: unknown }) | undefined) {
  const lat = degrees(gps?.GPSLatitude, gps?.GPSLatitudeRef === 'S');
  const lng = degrees(gps?.GPSLongitude, gps?.GPSLongitudeRef === 'W');
  if (lat === undefined || lng === undefined) return undefined;
  const alt = typeof gps?.GPSAltitude === 'number' ? gps.GPSAltitude : undefined;
  return { _type: 'geopoint', lat, lng, ...(alt !== undefined && { alt: gps?.GPSAltitudeRef === 1 ? -alt : alt }) };
}

function degrees(value: unknown, isNegative: boolean): number | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const [whole = 0, minutes = 0, seconds = 0] = value.map(Number);
  const sum = whole + minutes / 60 + seconds / 3600;
  return Number.isFinite(sum) ? (isNegative ? -sum : sum) : undefined;
}
