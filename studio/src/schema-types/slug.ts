import { slugOf } from '@bodytext/schema/slug';
import { defineField } from '@sanity/types';

/**
 * A document's slug field, generated from another field.
 * Whether the address is free depends on the topics above, which `checkInContext` knows; Sanity's own check, one slug
 * for each type, would refuse what is right.
 */
export function slugField(source: string, description: string, group?: string | string[]) {
  return defineField({
    name: 'slug',
    title: 'Slug',
    type: 'slug',
    description,
    group,
    options: { source, slugify: (title) => slugOf(title), isUnique: () => true },
  });
}
