import { z } from 'zod';
import type { IssuePath } from './issue.ts';

/** A node of a zod schema, with the value at its path. */
export type SchemaNode = { schema: z.core.$ZodType; value: unknown; path: IssuePath };

/**
 * Walks a zod schema and a value together: every node whose value has the schema's structure. Skips subtrees of another
 * structure, such as half-written ones, for which parsing reports an issue.
 */
export function walkSchema(schema: z.core.$ZodType, value: unknown, path: IssuePath = []): SchemaNode[] {
  if (schema instanceof z.ZodOptional) return walkSchema(schema.unwrap(), value, path);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const option = schema.options.find((one) => isOfType(one, value));
    return option === undefined ? [] : walkSchema(option, value, path);
  }
  return [{ schema, value, path }, ...childNodes(schema, value, path)];
}

function childNodes(schema: z.core.$ZodType, value: unknown, path: IssuePath): SchemaNode[] {
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item, index) => walkSchema(schema.element, item, [...path, pathSegmentOf(item, index)]));
  }
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return [];
  return Object.entries(schema.shape).flatMap(([name, field]) =>
    Object.hasOwn(value, name) ? walkSchema(field, Reflect.get(value, name), [...path, name]) : [],
  );
}

/** Sanity's path segment of an array item: its key, which stays valid when items move, or else its index. */
export function pathSegmentOf(item: unknown, index: number): IssuePath[number] {
  return typeof item === 'object' && item !== null && '_key' in item && typeof item._key === 'string'
    ? { _key: item._key }
    : index;
}

function isOfType(option: z.core.$ZodType, value: unknown): boolean {
  const type = option instanceof z.ZodObject ? option.shape._type : undefined;
  return type instanceof z.ZodLiteral && z.object({ _type: type }).safeParse(value).success;
}
