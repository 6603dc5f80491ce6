import { FolderIcon } from '@sanity/icons/Folder';
import { defineField, defineType } from '@sanity/types';
import { slugField } from './slug.ts';

export const topic = defineType({
  name: 'topic',
  title: 'Topic',
  type: 'document',
  icon: FolderIcon,
  description: 'A place in the taxonomy, shown as a step of the breadcrumb.',
  fields: [
    defineField({
      name: 'title',
      title: 'Title',
      type: 'string',
      description: 'As the breadcrumb shows it: “Lower back pain”.',
    }),
    slugField('title', 'This topic’s part of the address. When it changes, old addresses lead to the new ones.'),
    defineField({
      name: 'parent',
      title: 'Topic above',
      type: 'reference',
      to: [{ type: 'topic' }],
      description: 'The wider topic that this one is part of. Empty: at the top.',
      options: {
        filter: ({ document }) => ({
          filter: '!(_id in [$self, "drafts." + $self])',
          params: { self: document._id.replace(/^drafts\./, '') },
        }),
      },
    }),
    defineField({
      name: 'summary',
      title: 'Summary',
      type: 'text',
      rows: 3,
      description: 'One or two sentences that say what readers find here.',
    }),
  ],
  orderings: [{ name: 'title', title: 'Title, A to Z', by: [{ field: 'title', direction: 'asc' }] }],
  preview: {
    select: { title: 'title', parent: 'parent.title', above: 'parent.parent.title' },
    prepare: ({ title, parent, above }) => ({
      title: title ?? 'New topic',
      subtitle: [above, parent].filter(Boolean).join(' › '),
      media: FolderIcon,
    }),
  },
});
