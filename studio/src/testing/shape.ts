import type { SchemaType } from '@sanity/types';
import { z } from 'zod';

/**
 * The shape of a value, in a notation for both a JSON Schema and a compiled Sanity type, so that tests can compare
 * them: fields by name, array items by their `_type`, enums as a sorted list.
 */
export type Shape = string | { [fieldOrItem: string]: Shape };

type JsonSchema = {
  type?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
};
const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    type: z.string().optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    items: jsonSchema.optional(),
    oneOf: z.array(jsonSchema).optional(),
    anyOf: z.array(jsonSchema).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
  }),
);

export function shapeOfJsonSchema(given: unknown): Shape {
  return shapeOfNode(jsonSchema.parse(given));
}

function shapeOfNode(node: JsonSchema): Shape {
  if (node.items) {
    const { items } = node;
    const kinds = items.oneOf ?? items.anyOf ?? [items];
    return Object.fromEntries(kinds.map((kind) => [`[${itemName(kind)}]`, shapeOfNode(kind)]));
  }
  if (node.properties) {
    const own = Object.entries(node.properties).filter(([name]) => !name.startsWith('_'));
    return Object.fromEntries(own.map(([name, field]) => [name, shapeOfNode(field)]));
  }
  const choices = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  return choices ? choices.map(String).sort().join(' | ') : scalar(node.type ?? '');
}

function itemName(node: JsonSchema): string {
  const type = node.properties?._type?.const;
  return type === undefined ? scalar(node.type ?? '') : String(type);
}

function scalar(type: string): string {
  return type === 'integer' ? 'number' : type;
}

/** Fields of Sanity's own types that we don't use: the Media Library's `media` and the deprecated `source` of slugs. */
const unusedFields: Record<string, string[]> = { image: ['media'], slug: ['source'] };

const choices = z.object({
  list: z.array(z.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)])),
});

export function shapeOfSanityType(type: SchemaType): Shape {
  if (type.jsonType === 'array') {
    return Object.fromEntries(type.of.map((item) => [`[${nameOfItem(item)}]`, shapeOfSanityType(item)]));
  }
  if (type.jsonType === 'object') {
    const unused = baseTypes(type).flatMap((name) => unusedFields[name] ?? []);
    const own = type.fields.filter(({ name }) => !name.startsWith('_') && !unused.includes(name));
    return Object.fromEntries(own.map((field) => [field.name, shapeOfSanityType(field.type)]));
  }
  const listed = choices.safeParse(type.options);
  return listed.success ? listed.data.list.sort().join(' | ') : type.jsonType;
}

function nameOfItem(type: SchemaType): string {
  return type.jsonType === 'object' ? type.name : type.jsonType;
}

function baseTypes(type: SchemaType): string[] {
  return [type.name, ...(type.type ? baseTypes(type.type) : [])];
}
