import { DocumentIcon } from '@sanity/icons/Document';
import { EditIcon } from '@sanity/icons/Edit';
import { SearchIcon } from '@sanity/icons/Search';
import { defineField, defineType } from '@sanity/types';
import { portableText } from './portable-text.ts';
import { slugField } from './slug.ts';

export const page = defineType({
  name: 'page',
  title: 'Page',
  type: 'document',
  icon: DocumentIcon,
  description: 'A plain page: about us, editorial policy, privacy, contact, corrections.',
  groups: [
    { name: 'text', title: 'Text', icon: EditIcon, default: true },
    { name: 'search', title: 'Search and sharing', icon: SearchIcon },
  ],
  fields: [
    defineField({
      name: 'title',
      title: 'Title',
      type: 'string',
      group: 'text',
      description: 'Stands above the page and in the footer.',
    }),
    slugField('title', 'The page’s address: “privacy” makes /privacy.', 'text'),
    defineField({
      name: 'summary',
      title: 'Summary',
      type: 'text',
      rows: 3,
      group: 'text',
      description: 'One or two sentences below the title.',
    }),
    portableText({ name: 'body', title: 'Text', group: 'text', description: 'What the page says.' }),
    defineField({
      name: 'seo',
      title: 'Search and sharing',
      type: 'seo',
      group: 'search',
      description: 'What search engines and shared links show, where it should differ from the page.',
    }),
  ],
  orderings: [{ name: 'title', title: 'Title, A to Z', by: [{ field: 'title', direction: 'asc' }] }],
  preview: {
    select: { title: 'title', slug: 'slug.current' },
    prepare: ({ title, slug }) => ({
      title: title ?? 'New page',
      subtitle: slug === undefined ? undefined : `/${slug}`,
      media: DocumentIcon,
    }),
  },
});
