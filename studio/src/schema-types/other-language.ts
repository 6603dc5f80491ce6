import { TranslateIcon } from '@sanity/icons/Translate';
import { defineArrayMember, defineField } from '@sanity/types';

/** An annotation on words in another language than the text's. */
export const otherLanguage = defineArrayMember({
  name: 'otherLanguage',
  title: 'Other language',
  type: 'object',
  icon: TranslateIcon,
  description: 'Words in another language: screen readers then pronounce them as that language does.',
  fields: [
    defineField({
      name: 'language',
      title: 'Language',
      type: 'string',
      description: 'A language code: de for German, fr for French, la for Latin.',
    }),
  ],
});
