import { BookIcon } from '@sanity/icons/Book';
import { defineField, defineType } from '@sanity/types';

const kinds = [
  { title: 'Guideline', value: 'guideline' },
  { title: 'Review of studies', value: 'review' },
  { title: 'Trial', value: 'trial' },
  { title: 'Study', value: 'study' },
  { title: 'Information for patients', value: 'patientInformation' },
  { title: 'Book', value: 'book' },
  { title: 'Website', value: 'website' },
];

/** Its type is `literatureReference`, because Sanity reserves `reference` for pointers between documents. */
export const reference = defineType({
  name: 'literatureReference',
  title: 'Reference',
  type: 'document',
  icon: BookIcon,
  description: 'A published work that articles rest on.',
  fieldsets: [{ name: 'published', title: 'Where it was published', options: { columns: 2 } }],
  fields: [
    defineField({
      name: 'title',
      title: 'Title',
      type: 'string',
      description: 'The work’s title, word for word.',
    }),
    defineField({
      name: 'kind',
      title: 'Kind',
      type: 'string',
      description: 'What kind of work it is. Guidelines and reviews weigh more than single studies.',
      options: { list: kinds },
    }),
    defineField({
      name: 'authors',
      title: 'Authors',
      type: 'string',
      description: 'Family names and initials: “Qaseem A, Wilt TJ, McLean RM, et al.” Empty for organisations.',
    }),
    defineField({
      name: 'publisher',
      title: 'Journal or organisation',
      type: 'string',
      fieldset: 'published',
      description: 'Who published it: “Lancet”, “World Health Organization”.',
    }),
    defineField({
      name: 'year',
      title: 'Year',
      type: 'number',
      fieldset: 'published',
      description: 'The year of publication, with four digits.',
    }),
    defineField({
      name: 'url',
      title: 'Address',
      type: 'url',
      description: 'Where readers can open the work: the full address.',
    }),
    defineField({
      name: 'doi',
      title: 'DOI',
      type: 'string',
      description: 'The DOI alone, such as 10.1016/S0140-6736(18)30480-X. It outlives addresses.',
    }),
    defineField({
      name: 'accessedOn',
      title: 'Last read',
      type: 'date',
      description: 'The day on which someone here last read it. Matters for pages that change.',
    }),
  ],
  orderings: [
    { name: 'title', title: 'Title, A to Z', by: [{ field: 'title', direction: 'asc' }] },
    { name: 'year', title: 'Year, newest first', by: [{ field: 'year', direction: 'desc' }] },
  ],
  preview: {
    select: { title: 'title', publisher: 'publisher', year: 'year', kind: 'kind' },
    prepare: ({ title, publisher, year, kind }) => ({
      title: title ?? 'New reference',
      subtitle: [kinds.find(({ value }) => value === kind)?.title, publisher, year].filter(Boolean).join(' · '),
      media: BookIcon,
    }),
  },
});
