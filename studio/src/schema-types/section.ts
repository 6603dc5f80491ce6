import { BlockContentIcon } from '@sanity/icons/BlockContent';
import { defineField, defineType } from '@sanity/types';
import { portableText } from './portable-text.ts';

export const section = defineType({
  name: 'section',
  title: 'Section',
  type: 'object',
  icon: BlockContentIcon,
  description: 'One of an article’s three sections.',
  options: { collapsible: true, collapsed: false },
  fields: [
    defineField({
      name: 'heading',
      title: 'Heading',
      type: 'string',
      description: 'Names the condition, so that it makes sense on its own: “What is a lower back spasm?”',
    }),
    portableText({
      name: 'body',
      title: 'Text',
      description: 'Short paragraphs in plain words. Use the + to add an image, a callout or a care card.',
    }),
  ],
});
