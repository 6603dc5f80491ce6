import { CogIcon } from '@sanity/icons/Cog';
import { defineArrayMember, defineField, defineType } from '@sanity/types';

export const settings = defineType({
  name: 'settings',
  title: 'Settings',
  type: 'document',
  icon: CogIcon,
  description: 'What the whole site shares.',
  groups: [
    { name: 'site', title: 'Site', default: true },
    { name: 'care', title: 'Care and safety' },
    { name: 'organisation', title: 'Organisation' },
  ],
  fields: [
    defineField({
      name: 'siteName',
      title: 'Name of the site',
      type: 'string',
      group: 'site',
      description: 'Stands at the top of every page and behind titles in search results.',
    }),
    defineField({
      name: 'tagline',
      title: 'Tagline',
      type: 'string',
      group: 'site',
      description: 'A few words on the home page: what the site is for.',
    }),
    defineField({
      name: 'description',
      title: 'Description',
      type: 'text',
      rows: 3,
      group: 'site',
      description: 'What search engines show for the home page.',
    }),
    defineField({
      name: 'language',
      title: 'Language',
      type: 'string',
      group: 'site',
      description: 'A language code such as en or en-GB. Screen readers and search engines use it.',
      initialValue: 'en',
    }),
    defineField({
      name: 'footerPages',
      title: 'Pages in the footer',
      type: 'array',
      of: [defineArrayMember({ type: 'reference', to: [{ type: 'page' }] })],
      group: 'site',
      description: 'In the order in which they are shown.',
    }),
    defineField({
      name: 'emergencyText',
      title: 'In an emergency',
      type: 'string',
      group: 'care',
      description: 'One sentence on every page: what to do in an emergency, with the number to call.',
    }),
    defineField({
      name: 'disclaimer',
      title: 'Disclaimer',
      type: 'text',
      rows: 3,
      group: 'care',
      description: 'One or two sentences: what is written here informs and replaces no care. Nobody should delay it.',
    }),
    defineField({
      name: 'reviewGraceDays',
      title: 'Days of grace for reviews',
      type: 'number',
      group: 'care',
      description:
        'An overdue review is only shown for so many days. After them the page says so at its top, shows no call to action, and asks search engines to leave it out. Usually 90.',
    }),
    defineField({
      name: 'organisation',
      title: 'Organisation',
      type: 'string',
      group: 'organisation',
      description: 'Who publishes the site.',
    }),
    defineField({
      name: 'contactEmail',
      title: 'E-mail address',
      type: 'email',
      group: 'organisation',
      description: 'Where readers can write to, also about errors.',
    }),
  ],
  preview: {
    select: { siteName: 'siteName' },
    prepare: ({ siteName }) => ({
      title: siteName ?? 'Settings',
      subtitle: 'What the whole site shares',
      media: CogIcon,
    }),
  },
});
