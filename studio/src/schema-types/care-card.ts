import { HeartIcon } from '@sanity/icons/Heart';
import { defineField, defineType } from '@sanity/types';
import { textBlock } from './text-block.ts';

const urgencies = [
  { title: 'Not urgent: see a doctor', value: 'nonUrgent' },
  { title: 'Urgent: get help today', value: 'urgent' },
  { title: 'Emergency: call now', value: 'emergency' },
];

export const careCard = defineType({
  name: 'careCard',
  title: 'Care card',
  type: 'object',
  icon: HeartIcon,
  description: 'Tells a reader when and where to get care.',
  fields: [
    defineField({
      name: 'urgency',
      title: 'Urgency',
      type: 'string',
      description: 'How soon a reader must act. It sets the card’s colour and what screen readers say first.',
      options: { list: urgencies, layout: 'radio' },
    }),
    defineField({
      name: 'heading',
      title: 'Heading',
      type: 'string',
      description: 'Says what to do: “See a doctor if your back pain:” or “Call 999 if you have:”.',
    }),
    defineField({
      name: 'body',
      title: 'Who should act',
      type: 'array',
      description: 'A list of signs that a reader can check on themselves, the most telling first.',
      of: [textBlock()],
    }),
  ],
  preview: {
    select: { title: 'heading', urgency: 'urgency' },
    prepare: ({ title, urgency }) => ({
      title: title ?? 'Care card',
      subtitle: urgencies.find(({ value }) => value === urgency)?.title ?? 'Choose the urgency',
      media: HeartIcon,
    }),
  },
});
