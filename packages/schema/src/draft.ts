import { z } from 'zod';

/** What a schema's value looks like while it is being written: the same fields, each perhaps not there yet. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { [K in keyof T as K extends Identity ? K : never]: T[K] } & {
        [K in keyof T as K extends Identity ? never : K]?: Draft<T[K]>;
      }
    : T;

/** What tells one thing from another is there from the first keystroke on. */
type Identity = '_id' | '_key' | '_type';
const identity = new Set<string>(['_id', '_key', '_type'] satisfies Identity[]);

/**
 * The tier *draft* of a publishable schema: every field may be missing, no length, pattern or rule between fields
 * binds, but what is there has the right type. Derived, so that a field is never described twice.
 */
export function draftOf<Schema extends z.ZodType>(schema: Schema): z.ZodType<Draft<z.output<Schema>>> {
  // Rebuilt when it is first used: a program that starts, such as the lake, would wait for schemas it may never need.
  // The one assertion of this package: `relax` rebuilds the schema node by node, which types can't follow.
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
  // Formats such as z.url() and z.iso.date() are strings too, of classes of their own.
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
