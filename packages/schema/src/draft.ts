import { z } from 'zod';

/** The type of a half-written value: every field but the identity is optional, at any depth. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { [K in keyof T as K extends Identity ? K : never]: T[K] } & {
        [K in keyof T as K extends Identity ? never : K]?: Draft<T[K]>;
      }
    : T;

/** Fields that Sanity sets when it creates a document or an array item. */
type Identity = '_id' | '_key' | '_type';
const identity = new Set<string>(['_id', '_key', '_type'] satisfies Identity[]);

/**
 * The tier *draft* of a publishable schema: every field is optional, without limits of length, patterns or cross-field
 * rules, but present values have the right type. Derived, so that no field is described twice.
 */
export function draftOf<Schema extends z.ZodType>(schema: Schema): z.ZodType<Draft<z.output<Schema>>> {
  // Lazy: a program's start would otherwise wait for schemas that it may never use.
  // The only type assertion of this package: TypeScript can't infer the type of a schema that `relax` rebuilds.
  return z.lazy(() => relax(schema)) as z.ZodType<Draft<z.output<Schema>>>;
}

function relax(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) return relaxObject(schema);
  if (schema instanceof z.ZodArray) return z.array(relax(schema.element));
  if (schema instanceof z.ZodOptional) return relax(schema.unwrap()).optional();
  if (schema instanceof z.ZodDiscriminatedUnion) return relaxUnion(schema);
  if (schema instanceof z.ZodLiteral || schema instanceof z.ZodEnum) return schema;
  if (schema instanceof z.ZodNumber) return z.number();
  if (schema instanceof z.ZodBoolean) return z.boolean();
  // Formats such as z.url() and z.iso.date() have classes of their own, with the type “string”.
  if (schema._zod.def.type === 'string') return z.string();
  throw new Error(`The schema uses “${schema._zod.def.type}”, for which draft.ts has no rule: add one.`);
}

function relaxObject(schema: z.ZodObject): z.ZodType {
  return z.object(
    Object.fromEntries(
      Object.entries(schema.shape).map(([name, field]) => {
        const relaxed = relax(field);
        return [name, identity.has(name) ? relaxed : relaxed.optional()];
      }),
    ),
  );
}

function relaxUnion(schema: z.ZodDiscriminatedUnion): z.ZodType {
  const [first, ...others] = schema.options.map(relax);
  return others.reduce<z.ZodType>((union, option) => z.union([union, option]), first ?? z.never());
}
