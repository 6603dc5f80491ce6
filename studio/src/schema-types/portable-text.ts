import { defineArrayMember, defineField } from '@sanity/types';
import { textBlock } from './text-block.ts';

type Words = { name: string; title: string; description: string; group?: string | string[] };

/** Running text with everything a section or page may hold. */
export function portableText({ name, title, description, group }: Words) {
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
export function simpleText({ name, title, description, group }: Words) {
  return defineField({ name, title, description, group, type: 'array', of: [textBlock()] });
}

/** Paragraphs alone: an article's lead. */
export function leadText({ name, title, description, group }: Words) {
  return defineField({ name, title, description, group, type: 'array', of: [textBlock({ lists: false })] });
}
