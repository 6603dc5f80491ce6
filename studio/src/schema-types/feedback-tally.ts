import { BarChartIcon } from '@sanity/icons/BarChart';
import { defineField, defineType } from '@sanity/types';

/** The votes on a page in a month. The site counts them; the Studio only shows them. */
export const feedbackTally = defineType({
  name: 'feedbackTally',
  title: 'Useful or not',
  type: 'document',
  icon: BarChartIcon,
  description: 'How many readers found a page useful in a month, and how many did not.',
  liveEdit: true,
  readOnly: true,
  fields: [
    defineField({
      name: 'page',
      title: 'Page',
      type: 'reference',
      weak: true,
      to: [{ type: 'article' }, { type: 'topic' }, { type: 'person' }, { type: 'page' }],
      description: 'The document behind the page.',
    }),
    defineField({
      name: 'month',
      title: 'Month',
      type: 'string',
      description: 'Year and month, such as 2026-03.',
    }),
    defineField({
      name: 'useful',
      title: 'Useful',
      type: 'number',
      description: 'How many answered yes. Who wants to can answer twice: read it as a hint.',
    }),
    defineField({
      name: 'notUseful',
      title: 'Not useful',
      type: 'number',
      description: 'How many answered no.',
    }),
  ],
  preview: {
    select: { title: 'page.title', month: 'month', useful: 'useful', notUseful: 'notUseful' },
    prepare: ({ title, month, useful, notUseful }) => ({
      title: title ?? 'A page that is gone',
      subtitle: `${month}: useful ${useful}, not useful ${notUseful}`,
      media: BarChartIcon,
    }),
  },
});
