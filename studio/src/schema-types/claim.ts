import { CheckmarkCircleIcon } from '@sanity/icons/CheckmarkCircle';
import { defineArrayMember, defineField } from '@sanity/types';

const standings = [
  { title: 'Established: widely accepted', value: 'established' },
  { title: 'Guideline: a recognised guideline says so', value: 'guideline' },
  { title: 'Contested: experts disagree', value: 'contested' },
  { title: 'Opinion: the author’s view', value: 'opinion' },
  { title: 'Lived experience: what it was like for someone', value: 'livedExperience' },
];

const certainties = [
  { title: 'High', value: 'high' },
  { title: 'Moderate', value: 'moderate' },
  { title: 'Low', value: 'low' },
  { title: 'Very low', value: 'veryLow' },
];

/** An annotation on the words of a statement, with the evidence behind it. */
export const claim = defineArrayMember({
  name: 'claim',
  title: 'Claim',
  type: 'object',
  icon: CheckmarkCircleIcon,
  description: 'A statement, with what it stands on. Readers see its label behind the words.',
  fields: [
    defineField({
      name: 'standing',
      title: 'Stands as',
      type: 'string',
      description: 'On what the statement stands.',
      options: { list: standings, layout: 'radio' },
    }),
    defineField({
      name: 'certainty',
      title: 'Certainty',
      type: 'string',
      description: 'How sure one can be, as GRADE counts it. Leave it empty where nobody has judged it.',
      options: { list: certainties, layout: 'radio', direction: 'horizontal' },
    }),
    defineField({
      name: 'references',
      title: 'References',
      type: 'array',
      of: [defineArrayMember({ type: 'reference', to: [{ type: 'literatureReference' }] })],
      description: 'The works it rests on. They must be in the article’s list too.',
    }),
    defineField({
      name: 'mainstreamView',
      title: 'What most of medicine holds',
      type: 'text',
      rows: 2,
      description: 'For a contested claim: readers must hear both sides.',
      hidden: ({ parent, value }) => !value && parent?.standing !== 'contested',
    }),
  ],
});
