import { z } from 'zod';

/** The parts of an image's metadata that an upload may ask for. @see https://www.sanity.io/docs/apis-and-sdks/image-metadata */
export const metadataPart = z.enum(['location', 'exif', 'image', 'palette', 'lqip', 'blurhash', 'thumbhash', 'none']);
export type MetadataPart = z.output<typeof metadataPart>;

/** Not location and EXIF: they may identify a person, or where they live. */
export const defaultParts: MetadataPart[] = ['blurhash', 'lqip', 'palette'];

/** What was read from an image's bytes; the client's name and type for it are ignored. */
export const imageFacts = z.object({
  extension: z.string(),
  mimeType: z.string(),
  width: z.number(),
  height: z.number(),
  metadata: z.record(z.string(), z.unknown()),
});
export type ImageFacts = z.output<typeof imageFacts>;
