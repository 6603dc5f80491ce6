import { referenceTargets } from '@bodytext/schema/document-reference';
import { isReferenceSchemaType, type SchemaType } from '@sanity/types';
import { z } from 'zod';

/** What each reference may be to, as `path: types`, in the schema package's words. */
export function targetsDescribed(schema: z.core.$ZodType, path = ''): string[] {
  if (schema instanceof z.ZodOptional) return targetsDescribed(schema.unwrap(), path);
  if (schema instanceof z.ZodArray) return targetsDescribed(schema.element, `${path}[]`);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return sorted(schema.options.flatMap((option) => targetsDescribed(option, path)));
  }
  const target = referenceTargets.get(schema);
  if (target) return [lineOf(path, target.to)];
  const fields = schema instanceof z.ZodObject ? Object.entries(schema.shape) : [];
  return sorted(fields.flatMap(([name, field]) => targetsDescribed(field, `${path}.${name}`)));
}

/** The same of a compiled Sanity type. An image's `media` is the Media Library's, which we don't use. */
export function targetsOffered(type: SchemaType, path = ''): string[] {
  if (isReferenceSchemaType(type)) {
    const names = type.to.map(({ name }) => name);
    return [lineOf(path, names)];
  }
  if (type.jsonType === 'array') return sorted(type.of.flatMap((item) => targetsOffered(item, `${path}[]`)));
  if (type.jsonType !== 'object') return [];
  const fields = type.fields.filter(({ name }) => name !== 'media');
  return sorted(fields.flatMap((field) => targetsOffered(field.type, `${path}.${field.name}`)));
}

function lineOf(path: string, types: readonly string[]): string {
  return `${path}: ${types.toSorted().join(', ')}`;
}

function sorted(lines: string[]): string[] {
  return [...new Set(lines)].sort();
}
