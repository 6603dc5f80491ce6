import { UserIcon } from '@sanity/icons/User';
import { defineArrayMember, defineField, defineType } from '@sanity/types';
import { simpleText } from './portable-text.ts';
import { slugField } from './slug.ts';

export const person = defineType({
  name: 'person',
  title: 'Person',
  type: 'document',
  icon: UserIcon,
  description: 'Someone who writes or reviews.',
  fields: [
    defineField({
      name: 'name',
      title: 'Name',
      type: 'string',
      description: 'As readers see it, with a title if there is one.',
    }),
    slugField('name', 'The last part of the address: /people/…'),
    defineField({
      name: 'role',
      title: 'Role',
      type: 'string',
      description: 'What they do here or elsewhere: “Health editor”, “Physiotherapist”.',
    }),
    defineField({
      name: 'credentials',
      title: 'Credentials',
      type: 'string',
      description: 'What qualifies them: “MD, specialist in rheumatology”. Readers must be able to check it.',
    }),
    simpleText({
      name: 'bio',
      title: 'Biography',
      description: 'A few sentences: training, work, and any interest that readers should know of.',
    }),
    defineField({
      name: 'photo',
      title: 'Photo',
      type: 'figure',
      description: 'A portrait. Set the hotspot on the face.',
    }),
    defineField({
      name: 'profileUrls',
      title: 'Profiles elsewhere',
      type: 'array',
      of: [defineArrayMember({ type: 'url' })],
      description: 'Pages that prove who they are: a register, ORCID, an employer. Full addresses with https://.',
    }),
  ],
  orderings: [{ name: 'name', title: 'Name, A to Z', by: [{ field: 'name', direction: 'asc' }] }],
  preview: {
    select: { title: 'name', role: 'role', credentials: 'credentials', media: 'photo' },
    prepare: ({ title, role, credentials, media }) => ({
      title: title ?? 'New person',
      subtitle: [role, credentials].filter(Boolean).join(' · '),
      media,
    }),
  },
});
