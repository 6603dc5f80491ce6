import { BellIcon } from '@sanity/icons/Bell';
import { defineField, defineType } from '@sanity/types';

const disclosures = [
  { title: 'None: information only', value: 'none' },
  { title: 'Our own product or service', value: 'ownProduct' },
  { title: 'Affiliate: we earn when readers buy', value: 'affiliate' },
  { title: 'Sponsored: someone paid for it', value: 'sponsored' },
];

export const callToAction = defineType({
  name: 'callToAction',
  title: 'Call to action',
  type: 'document',
  icon: BellIcon,
  description: 'What a reader is invited to do. Placements say which pages show it.',
  fields: [
    defineField({
      name: 'name',
      title: 'Name',
      type: 'string',
      description: 'For colleagues; readers never see it.',
    }),
    defineField({
      name: 'heading',
      title: 'Heading',
      type: 'string',
      description: 'A few words above the text. May be empty.',
    }),
    defineField({
      name: 'text',
      title: 'Text',
      type: 'text',
      rows: 3,
      description: 'Says what it is. Never promise a cure or a result: health claims need solid evidence.',
    }),
    defineField({
      name: 'label',
      title: 'Link text',
      type: 'string',
      description: 'The words of the link. They make sense on their own: “Find a physiotherapist”, not “Click here”.',
    }),
    defineField({
      name: 'url',
      title: 'Address',
      type: 'string',
      description: 'Where the link leads: https://… or a path of this site, such as /about.',
    }),
    defineField({
      name: 'disclosure',
      title: 'Whose interest is behind it',
      type: 'string',
      description: 'Readers are told next to the offer. Links of partners and sponsors are marked for search engines.',
      options: { list: disclosures, layout: 'radio' },
      initialValue: 'none',
    }),
    defineField({
      name: 'sponsor',
      title: 'Sponsor or partner',
      type: 'string',
      description: 'The name that readers are told.',
      hidden: ({ document, value }) =>
        !value && document?.disclosure !== 'affiliate' && document?.disclosure !== 'sponsored',
    }),
  ],
  orderings: [{ name: 'name', title: 'Name, A to Z', by: [{ field: 'name', direction: 'asc' }] }],
  preview: {
    select: { name: 'name', label: 'label', disclosure: 'disclosure' },
    prepare: ({ name, label, disclosure }) => ({
      title: name ?? label ?? 'New call to action',
      subtitle: [label, disclosures.find(({ value }) => value === disclosure)?.title.replace(/:.*$/, '')]
        .filter(Boolean)
        .join(' · '),
      media: BellIcon,
    }),
  },
});
