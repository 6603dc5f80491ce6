import { defineField, defineType } from '@sanity/types';

export const withdrawal = defineType({
  name: 'withdrawal',
  title: 'Withdrawal',
  type: 'object',
  description: 'For an article that no longer stands. Its address stays, with a notice instead of the text.',
  options: { collapsible: true, collapsed: true },
  fields: [
    defineField({
      name: 'withdrawnOn',
      title: 'Withdrawn on',
      type: 'date',
      description: 'The day that readers are told.',
    }),
    defineField({
      name: 'notice',
      title: 'Notice',
      type: 'text',
      rows: 3,
      description: 'Why it was withdrawn, in plain words.',
    }),
    defineField({
      name: 'instead',
      title: 'Go instead to',
      type: 'reference',
      to: [{ type: 'article' }, { type: 'topic' }, { type: 'page' }],
      description: 'Where readers find what they came for.',
    }),
  ],
});
