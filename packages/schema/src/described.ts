import { z } from 'zod';
import type { IssuePath } from './issue.ts';

/** A part of a value, with the schema that describes it. */
export type Described = { schema: z.core.$ZodType; value: unknown; path: IssuePath };

/**
 * Every part of a value that a schema describes, with its path. What is half written, or otherwise than described, is
 * left out with all that is in it: other rules speak of that.
 */
export function describedIn(schema: z.core.$ZodType, value: unknown, path: IssuePath = []): Described[] {
  if (schema instanceof z.ZodOptional) return describedIn(schema.unwrap(), value, path);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const option = schema.options.find((one) => isOfType(one, value));
    return option === undefined ? [] : describedIn(option, value, path);
  }
  return [{ schema, value, path }, ...innerParts(schema, value, path)];
}

function innerParts(schema: z.core.$ZodType, value: unknown, path: IssuePath): Described[] {
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item, index) => describedIn(schema.element, item, [...path, segmentOf(item, index)]));
  }
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return [];
  return Object.entries(schema.shape).flatMap(([name, field]) =>
    Object.hasOwn(value, name) ? describedIn(field, Reflect.get(value, name), [...path, name]) : [],
  );
}

/** Array items are known by their key, which still holds after others were moved. */
export function segmentOf(item: unknown, index: number): IssuePath[number] {
  return typeof item === 'object' && item !== null && '_key' in item && typeof item._key === 'string'
    ? { _key: item._key }
    : index;
}

function isOfType(option: z.core.$ZodType, value: unknown): boolean {
  const type = option instanceof z.ZodObject ? option.shape._type : undefined;
  return type instanceof z.ZodLiteral && z.object({ _type: type }).safeParse(value).success;
}
