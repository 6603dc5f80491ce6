import { PinIcon } from '@sanity/icons/Pin';
import { defineField, defineType } from '@sanity/types';

const positions = [
  { title: 'After “What it is”', value: 'afterWhat' },
  { title: 'After “Causes”', value: 'afterCauses' },
  { title: 'After “Ordeal”', value: 'afterOrdeal' },
];

export const placement = defineType({
  name: 'placement',
  title: 'Placement',
  type: 'document',
  icon: PinIcon,
  description: 'Says which call to action a branch of the topics shows, where and when.',
  fieldsets: [{ name: 'window', title: 'When', options: { columns: 2 } }],
  fields: [
    defineField({
      name: 'callToAction',
      title: 'Call to action',
      type: 'reference',
      to: [{ type: 'callToAction' }],
      description: 'What is shown.',
    }),
    defineField({
      name: 'topic',
      title: 'Topic',
      type: 'reference',
      to: [{ type: 'topic' }],
      description: 'Where: on the articles of this topic and of all topics below it. Empty: on the whole site.',
    }),
    defineField({
      name: 'position',
      title: 'Position',
      type: 'string',
      description: 'After which section of an article it stands.',
      options: { list: positions, layout: 'radio' },
      initialValue: 'afterOrdeal',
    }),
    defineField({
      name: 'startsAt',
      title: 'From',
      type: 'datetime',
      fieldset: 'window',
      description: 'Empty: at once.',
    }),
    defineField({
      name: 'endsAt',
      title: 'Until',
      type: 'datetime',
      fieldset: 'window',
      description: 'Empty: until switched off.',
    }),
    defineField({
      name: 'enabled',
      title: 'Switched on',
      type: 'boolean',
      description: 'Switch off to stop showing it without deleting anything.',
      initialValue: true,
    }),
  ],
  preview: {
    select: { name: 'callToAction.name', topic: 'topic.title', position: 'position', enabled: 'enabled' },
    prepare: ({ name, topic, position, enabled }) => ({
      title: name ?? 'New placement',
      subtitle: [
        enabled === false ? 'Off' : undefined,
        topic ?? 'Whole site',
        positions.find(({ value }) => value === position)?.title,
      ]
        .filter(Boolean)
        .join(' · '),
      media: PinIcon,
    }),
  },
});
