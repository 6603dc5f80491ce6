import { defineArrayMember, defineField } from '@sanity/types';
import { textBlock } from './text-block.ts';

type FieldText = { name: string; title: string; description: string; group?: string | string[] };

/** Portable Text with everything that a section or page may contain. */
export function portableText({ name, title, description, group }: FieldText) {
  return defineField({
    name,
    title,
    description,
    group,
    type: 'array',
    of: [
      textBlock({ headings: true }),
      defineArrayMember({ type: 'figure' }),
      defineArrayMember({ type: 'callout' }),
      defineArrayMember({ type: 'careCard' }),
    ],
  });
}

/** Paragraphs and lists. */
export function simpleText({ name, title, description, group }: FieldText) {
  return defineField({ name, title, description, group, type: 'array', of: [textBlock()] });
}

/** Paragraphs without lists: an article's lead. */
export function leadText({ name, title, description, group }: FieldText) {
  return defineField({ name, title, description, group, type: 'array', of: [textBlock({ lists: false })] });
}
