import { referenceTargets } from '@bodytext/schema/document-reference';
import { isReferenceSchemaType, type SchemaType } from '@sanity/types';
import { z } from 'zod';

/** The target types of each reference in a zod schema, as `path: types`. */
export function targetsInZodSchema(schema: z.core.$ZodType, path = ''): string[] {
  if (schema instanceof z.ZodOptional) return targetsInZodSchema(schema.unwrap(), path);
  if (schema instanceof z.ZodArray) return targetsInZodSchema(schema.element, `${path}[]`);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return sorted(schema.options.flatMap((option) => targetsInZodSchema(option, path)));
  }
  const target = referenceTargets.get(schema);
  if (target) return [lineOf(path, target.to)];
  const fields = schema instanceof z.ZodObject ? Object.entries(schema.shape) : [];
  return sorted(fields.flatMap(([name, field]) => targetsInZodSchema(field, `${path}.${name}`)));
}

/** The same for a compiled Sanity type, without an image's `media`, the Media Library's field. */
export function targetsInSanityType(type: SchemaType, path = ''): string[] {
  if (isReferenceSchemaType(type)) {
    const names = type.to.map(({ name }) => name);
    return [lineOf(path, names)];
  }
  if (type.jsonType === 'array') return sorted(type.of.flatMap((item) => targetsInSanityType(item, `${path}[]`)));
  if (type.jsonType !== 'object') return [];
  const fields = type.fields.filter(({ name }) => name !== 'media');
  return sorted(fields.flatMap((field) => targetsInSanityType(field.type, `${path}.${field.name}`)));
}

function lineOf(path: string, types: readonly string[]): string {
  return `${path}: ${types.toSorted().join(', ')}`;
}

function sorted(lines: string[]): string[] {
  return [...new Set(lines)].sort();
}
