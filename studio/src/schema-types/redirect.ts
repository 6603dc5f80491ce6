import { ArrowRightIcon } from '@sanity/icons/ArrowRight';
import { defineField, defineType } from '@sanity/types';

export const redirect = defineType({
  name: 'redirect',
  title: 'Redirect',
  type: 'document',
  icon: ArrowRightIcon,
  description: 'Leads readers from an address that moved. Changed slugs and topics make these by themselves.',
  fields: [
    defineField({
      name: 'from',
      title: 'Old address',
      type: 'string',
      description: 'The path without the site’s name: /back-pain/spasm.',
    }),
    defineField({
      name: 'target',
      title: 'Now at the page of',
      type: 'reference',
      weak: true,
      to: [{ type: 'article' }, { type: 'topic' }, { type: 'page' }, { type: 'person' }],
      description: 'Leads to wherever this document is. Leave empty to give a fixed address below.',
    }),
    defineField({
      name: 'to',
      title: 'Or at the address',
      type: 'string',
      description: 'A path such as /back-pain, or https://…. Only when no document is chosen above.',
    }),
  ],
  orderings: [{ name: 'from', title: 'Old address, A to Z', by: [{ field: 'from', direction: 'asc' }] }],
  preview: {
    select: { from: 'from', to: 'to', target: 'target.title', person: 'target.name' },
    prepare: ({ from, to, target, person }) => ({
      title: from ?? 'New redirect',
      subtitle: `→ ${target ?? person ?? to ?? '…'}`,
      media: ArrowRightIcon,
    }),
  },
});
