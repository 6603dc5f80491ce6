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
/** Possibly animated formats are kept in one that can be animated. */
const mayBeAnimated = ['gif', 'webp'];

/** The format of a rendition: by `fm`, else with `auto=format` the best that the browser accepts, else the original's. */
export function outputFormat({ fm, auto }: ImageParameters, accept: string, extension: string): OutputFormat {
  const own = byName[extension];
  if (fm) return byName[fm] ?? 'jpeg';
  if (auto?.includes('format')) {
    if (accept.includes('image/avif') && !mayBeAnimated.includes(extension)) return 'avif';
    if (accept.includes('image/webp')) return 'webp';
    // The browser accepts neither, so the original can't be sent in its own format.
    if (extension === 'avif' || extension === 'webp') return 'png';
  }
  return own ?? 'png';
}

const mimeTypes: Record<string, string | undefined> = { jpg: 'image/jpeg', svg: 'image/svg+xml', tif: 'image/tiff' };

/** The MIME type of an original or a rendition, by its extension. */
export function imageType(extension: string): string {
  return mimeTypes[extension] ?? `image/${extension}`;
}
