import type { ImageParameters } from './image-parameters.ts';

export type OutputFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif';

const byName: Record<string, OutputFormat | undefined> = {
  jpg: 'jpeg',
  pjpg: 'jpeg',
  png: 'png',
  webp: 'webp',
  avif: 'avif',
  gif: 'gif',
};
/** What can move stays in a format in which it can. */
const canMove = ['gif', 'webp'];

/** The format to answer in: the one asked for, else what the browser says it takes, else the original's. */
export function outputFormat({ fm, auto }: ImageParameters, accept: string, extension: string): OutputFormat {
  const own = byName[extension];
  if (fm) return byName[fm] ?? 'jpeg';
  if (auto?.includes('format')) {
    if (accept.includes('image/avif') && !canMove.includes(extension)) return 'avif';
    if (accept.includes('image/webp')) return 'webp';
    // A browser of before these formats can't show an original in one of them either.
    if (extension === 'avif' || extension === 'webp') return 'png';
  }
  return own ?? 'png';
}

const mimeTypes: Record<string, string | undefined> = { jpg: 'image/jpeg', svg: 'image/svg+xml', tif: 'image/tiff' };

/** The type of an original or a rendition, by the extension that the lake gave it. */
export function imageType(extension: string): string {
  return mimeTypes[extension] ?? `image/${extension}`;
}
