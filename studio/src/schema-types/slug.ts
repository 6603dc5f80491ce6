import { slugOf } from '@bodytext/schema/slug';
import { defineField } from '@sanity/types';

/**
 * A slug field, generated from another field. Sanity's own uniqueness check is off: it allows a slug once for each
 * type, while an address must be unique together with the topics above it, which `checkInContext` checks.
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
