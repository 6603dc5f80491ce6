import { z } from 'zod';
import { portableText } from './portable-text.ts';
import { requiredText } from './text.ts';

/** The three sections of an article, in the page's order. */
export const sectionNames = ['what', 'causes', 'ordeal'] as const;
export type SectionName = (typeof sectionNames)[number];

/** One of an article's three sections. */
export const section = (name: string) =>
  z.object(
    {
      _type: z.literal('section').optional(),
      heading: requiredText(`Give the section “${name}” a heading.`, {
        length: 120,
        sentence: `Shorten the heading of the section “${name}” to 120 characters.`,
      }),
      body: portableText(`Write the section “${name}”.`),
    },
    { error: `Write the section “${name}”.` },
  );

export type Section = z.infer<ReturnType<typeof section>>;
