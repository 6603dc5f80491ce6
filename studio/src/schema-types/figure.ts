import { ImageIcon } from '@sanity/icons/Image';
import { defineField, defineType } from '@sanity/types';

export const figure = defineType({
  name: 'figure',
  title: 'Image',
  type: 'image',
  icon: ImageIcon,
  description: 'An image with the words that belong to it.',
  options: { hotspot: true },
  fields: [
    defineField({
      name: 'alt',
      title: 'Alternative text',
      type: 'string',
      description:
        'Says what the image shows, for people who can’t see it: “A woman lies on her back, her calves on a chair.” No “image of”.',
    }),
    defineField({
      name: 'caption',
      title: 'Caption',
      type: 'string',
      description: 'Shown below the image. Says what to notice, or names what is shown.',
    }),
    defineField({
      name: 'credit',
      title: 'Credit',
      type: 'string',
      description: 'Who made the image, and its licence if it has one.',
    }),
  ],
  preview: {
    select: { alt: 'alt', caption: 'caption', media: 'asset' },
    prepare: ({ alt, caption, media }) => ({
      title: caption ?? alt ?? 'Image',
      subtitle: alt ?? 'No alternative text yet',
      media,
    }),
  },
});
