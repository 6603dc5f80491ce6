import { BookIcon } from '@sanity/icons/Book';
import { DocumentIcon } from '@sanity/icons/Document';
import { LinkIcon } from '@sanity/icons/Link';
import { defineArrayMember, defineField } from '@sanity/types';
import { claim } from './claim.ts';
import { otherLanguage } from './other-language.ts';

const addressedTypes = [{ type: 'article' }, { type: 'topic' }, { type: 'page' }, { type: 'person' }];

const link = defineArrayMember({
  name: 'link',
  title: 'Link to another site',
  type: 'object',
  icon: LinkIcon,
  description: 'Leads away from this site.',
  fields: [
    defineField({
      name: 'href',
      title: 'Address',
      type: 'url',
      description: 'The full address: https://…, mailto:… or tel:….',
    }),
  ],
});

const internalLink = defineArrayMember({
  name: 'internalLink',
  title: 'Link to a page here',
  type: 'object',
  icon: DocumentIcon,
  description: 'Leads to wherever that page is: its address may change without breaking the link.',
  fields: [
    defineField({
      name: 'reference',
      title: 'Page',
      type: 'reference',
      description: 'The article, topic, page or person that the link leads to.',
      to: addressedTypes,
    }),
  ],
});

/** A numbered citation in the text, which points to a literature reference. */
const citation = defineArrayMember({
  name: 'citation',
  title: 'Citation',
  type: 'object',
  icon: BookIcon,
  description: 'A number in the text that leads to the work in the list of references.',
  fields: [
    defineField({
      name: 'reference',
      title: 'Reference',
      type: 'reference',
      description: 'The work that supports the sentence before this mark.',
      to: [{ type: 'literatureReference' }],
    }),
  ],
  preview: {
    select: { title: 'reference.title', year: 'reference.year' },
    prepare: ({ title, year }) => ({
      title: title === undefined ? 'Choose a reference' : `${title}${year ? ` (${year})` : ''}`,
    }),
  },
});

const paragraph = { title: 'Paragraph', value: 'normal' };
const subheadings = [
  { title: 'Subheading', value: 'h3' },
  { title: 'Smaller subheading', value: 'h4' },
];
const bulletsAndNumbers = [
  { title: 'Bullets', value: 'bullet' },
  { title: 'Numbers', value: 'number' },
];

/** The block type, with subheadings and lists where they are allowed. */
export function textBlock({ headings = false, lists = true }: { headings?: boolean; lists?: boolean } = {}) {
  return defineArrayMember({
    type: 'block',
    styles: headings ? [paragraph, ...subheadings] : [paragraph],
    lists: lists ? bulletsAndNumbers : [],
    marks: {
      decorators: [
        { title: 'Strong', value: 'strong' },
        { title: 'Emphasis', value: 'em' },
      ],
      annotations: [link, internalLink, claim, otherLanguage],
    },
    of: [citation],
  });
}
