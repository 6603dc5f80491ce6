import { BulbOutlineIcon } from '@sanity/icons/BulbOutline';
import { WarningOutlineIcon } from '@sanity/icons/WarningOutline';
import { defineField, defineType } from '@sanity/types';
import { textBlock } from './text-block.ts';

export const callout = defineType({
  name: 'callout',
  title: 'Callout',
  type: 'object',
  icon: BulbOutlineIcon,
  description: 'A box beside the running text.',
  fields: [
    defineField({
      name: 'tone',
      title: 'Tone',
      type: 'string',
      description: 'A note adds something; what is important must not be missed.',
      options: {
        list: [
          { title: 'Note', value: 'note' },
          { title: 'Important', value: 'important' },
        ],
        layout: 'radio',
        direction: 'horizontal',
      },
      initialValue: 'note',
    }),
    defineField({ name: 'title', title: 'Title', type: 'string', description: 'Says the point in a few words.' }),
    defineField({
      name: 'body',
      title: 'Text',
      type: 'array',
      description: 'One or two short paragraphs.',
      of: [textBlock()],
    }),
  ],
  preview: {
    select: { title: 'title', tone: 'tone' },
    prepare: ({ title, tone }) => ({
      title: title ?? 'Callout',
      subtitle: tone === 'important' ? 'Important' : 'Note',
      media: tone === 'important' ? WarningOutlineIcon : BulbOutlineIcon,
    }),
  },
});
