import { randomBytes } from 'node:crypto';
import type { Mutation, PatchOperations } from './mutation.ts';

/**
 * Adds a `_key` to every object in a list that has none: without keys, two editors can't change the same list at the
 * same time. It runs before the mutation is applied, so that the history holds the same keys.
 */
export function withArrayKeys(mutation: Mutation): Mutation {
  if ('create' in mutation) return { create: keyed(mutation.create) };
  if ('createIfNotExists' in mutation) return { createIfNotExists: keyed(mutation.createIfNotExists) };
  if ('createOrReplace' in mutation) return { createOrReplace: keyed(mutation.createOrReplace) };
  if ('patch' in mutation) return { patch: { ...mutation.patch, ...keyedOperations(mutation.patch) } };
  return mutation;
}

function keyedOperations({ set, setIfMissing, insert }: PatchOperations): PatchOperations {
  return {
    ...(set && { set: keyedByPath(set) }),
    ...(setIfMissing && { setIfMissing: keyedByPath(setIfMissing) }),
    ...(insert && { insert: { ...insert, items: keyed(insert.items) } }),
  };
}

function keyedByPath(byPath: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(byPath).map(([path, value]) => {
      const isItem = path.trimEnd().endsWith(']');
      return [path, isItem ? keyedItem(value) : keyed(value)];
    }),
  );
}

function keyed<Value>(value: Value): Value;
function keyed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keyedItem);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, keyed(item)]));
}

function keyedItem(item: unknown): unknown {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item);
  if (!isObject || ('_key' in item && typeof item._key === 'string')) return keyed(item);
  return { ...keyed(item), _key: randomBytes(6).toString('hex') };
}
