import { EditIcon } from '@sanity/icons/Edit';
import { defineField, defineType } from '@sanity/types';

export const changeNote = defineType({
  name: 'changeNote',
  title: 'Change',
  type: 'object',
  icon: EditIcon,
  description: 'Something readers should know was changed. Not every comma.',
  fields: [
    defineField({
      name: 'changedOn',
      title: 'Day',
      type: 'date',
      description: 'The day on which it changed.',
    }),
    defineField({
      name: 'what',
      title: 'What changed',
      type: 'string',
      description: 'In one sentence: “Advice on bed rest was taken out.”',
    }),
    defineField({
      name: 'why',
      title: 'Why',
      type: 'string',
      description: 'The reason: “The guideline was updated in 2026.”',
    }),
    defineField({
      name: 'approvedBy',
      title: 'Approved by',
      type: 'reference',
      to: [{ type: 'person' }],
      description: 'Who answers for the change.',
    }),
  ],
  preview: { select: { title: 'what', subtitle: 'changedOn' } },
});
