import { SearchIcon } from '@sanity/icons/Search';
import { defineField, defineType } from '@sanity/types';

export const seo = defineType({
  name: 'seo',
  title: 'Search and sharing',
  type: 'object',
  icon: SearchIcon,
  description: 'What search engines and shared links show, where it should differ from the page itself.',
  fields: [
    defineField({
      name: 'title',
      title: 'Search title',
      type: 'string',
      description: 'At most 60 characters are shown. Empty: the headline.',
    }),
    defineField({
      name: 'description',
      title: 'Search description',
      type: 'text',
      rows: 3,
      description:
        'One or two sentences, at most 160 characters, that say what a reader will learn. Empty: the lead’s beginning.',
    }),
    defineField({
      name: 'image',
      title: 'Sharing image',
      type: 'figure',
      description: 'Shown when someone shares the page. Wide images work best. Empty: the page’s own image.',
    }),
    defineField({
      name: 'noIndex',
      title: 'Hide from search engines',
      type: 'boolean',
      description: 'The page stays public, but search engines are asked to leave it out.',
    }),
  ],
});
