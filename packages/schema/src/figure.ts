import { z } from 'zod';
import { documentReference } from './document-reference.ts';

const fraction = z.number().min(0).max(1);

/** The area that must stay visible when the image is cropped, in fractions of its size. */
const hotspot = z.object({
  _type: z.string().optional(),
  x: z.number(),
  y: z.number(),
  width: fraction,
  height: fraction,
});

/** What is cut off at each edge, in fractions of the image's size. */
const crop = z.object({
  _type: z.string().optional(),
  top: fraction,
  bottom: fraction,
  left: fraction,
  right: fraction,
});

/** Sanity's image type with alternative text, caption and credit. */
export const figure = z.object(
  {
    _type: z.literal('figure'),
    _key: z.string().optional(),
    asset: documentReference('Upload an image.', 'sanity.imageAsset'),
    hotspot: hotspot.optional(),
    crop: crop.optional(),
    alt: z
      .string({ error: 'Describe the image for people who can’t see it (alternative text).' })
      .regex(/\S/, { error: 'Describe the image for people who can’t see it (alternative text).' })
      .max(250, { error: 'Shorten the alternative text to 250 characters; put the rest in the caption.' }),
    caption: z.string().optional(),
    credit: z.string().optional(),
  },
  { error: 'Upload an image.' },
);

export type Figure = z.infer<typeof figure>;
