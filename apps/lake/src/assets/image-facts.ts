import { z } from 'zod';

/** The parts of an image's metadata that an upload may ask for. @see https://www.sanity.io/docs/apis-and-sdks/image-metadata */
export const metadataPart = z.enum(['location', 'exif', 'image', 'palette', 'lqip', 'blurhash', 'thumbhash', 'none']);
export type MetadataPart = z.output<typeof metadataPart>;

/** Where and with what a photograph was taken is not among them: it may tell who is in it, or where they live. */
export const usualParts: MetadataPart[] = ['blurhash', 'lqip', 'palette'];

/** What a picture's bytes say about it. The name and type a client gives it are not believed. */
export const imageFacts = z.object({
  extension: z.string(),
  mimeType: z.string(),
  width: z.number(),
  height: z.number(),
  metadata: z.record(z.string(), z.unknown()),
});
export type ImageFacts = z.output<typeof imageFacts>;
