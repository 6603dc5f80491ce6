import { CommentIcon } from '@sanity/icons/Comment';
import { defineField, defineType } from '@sanity/types';

const states = [
  { title: 'Open', value: 'open' },
  { title: 'Handled', value: 'handled' },
];

/** A reader's report. The site creates it; editors set its state and add a note. */
export const feedback = defineType({
  name: 'feedback',
  title: 'Report of a reader',
  type: 'document',
  icon: CommentIcon,
  description: 'What a reader says is wrong on a page. Nothing is known about the reader, and nobody can be answered.',
  // No drafts: a report is never published, and editors share its state and note.
  liveEdit: true,
  fields: [
    defineField({
      name: 'text',
      title: 'What the reader says',
      type: 'text',
      rows: 6,
      readOnly: true,
      description: 'In the reader’s own words, as plain text. Check it before you believe it or follow a link in it.',
    }),
    defineField({
      name: 'state',
      title: 'State',
      type: 'string',
      options: { list: states, layout: 'radio', direction: 'horizontal' },
      description: 'Handled: somebody looked into it, whatever came of it.',
    }),
    defineField({
      name: 'note',
      title: 'Note',
      type: 'text',
      rows: 4,
      description: 'For the newsroom: what you found and did. No reader sees it.',
    }),
    defineField({
      name: 'page',
      title: 'Page',
      type: 'reference',
      weak: true,
      to: [{ type: 'article' }, { type: 'topic' }, { type: 'person' }, { type: 'page' }],
      readOnly: true,
      description: 'The document behind the page. Empty: no page was there any more.',
    }),
    defineField({
      name: 'address',
      title: 'Address',
      type: 'string',
      readOnly: true,
      description: 'Where the reader found the page.',
    }),
    defineField({
      name: 'revision',
      title: 'Revision',
      type: 'string',
      readOnly: true,
      description: 'Which revision of the document the reader saw: it may have been changed since.',
    }),
    defineField({
      name: 'reportedOn',
      title: 'Day',
      type: 'date',
      readOnly: true,
      description: 'The day of the report. The hour is not kept, so that it leads to nobody.',
    }),
  ],
  orderings: [
    {
      name: 'openFirst',
      title: 'Open ones first',
      by: [
        { field: 'state', direction: 'desc' },
        { field: 'reportedOn', direction: 'desc' },
      ],
    },
  ],
  preview: {
    select: { text: 'text', title: 'page.title', address: 'address', state: 'state', reportedOn: 'reportedOn' },
    prepare: ({ text, title, address, state, reportedOn }) => ({
      title: text ?? 'Report',
      subtitle: [state === 'handled' ? 'Handled' : 'Open', title ?? address, reportedOn].filter(Boolean).join(' · '),
      media: CommentIcon,
    }),
  },
});
