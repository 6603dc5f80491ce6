import { type Mutation, mutation } from '../mutate/mutation.ts';
import type { MendozaPatch } from './mendoza-diff.ts';

/** Mutations that say all of a document. */
const creations = new Set(['create', 'createOrReplace']);

/**
 * An effect's mutations as they are stored beside its `apply`, both as JSON. What creates a document says all of it, and
 * so does `apply`, which then is `[0, document]`: of such a mutation only the name is stored. The document once more
 * would be a third of what a commit that creates one writes.
 */
export function mutationsToStore(mutations: readonly Mutation[], apply: string): string {
  const [only, ...others] = mutations;
  const [name = '', document] = only && others.length === 0 ? (Object.entries(only)[0] ?? []) : [];
  const isWhole = creations.has(name) && apply === `[0,${JSON.stringify(document)}]`;
  return JSON.stringify(isWhole ? name : mutations);
}

/** The mutations that were stored; the log holds whole lists of earlier versions of the program as well. */
export function storedMutations(stored: string | Mutation[], apply: () => MendozaPatch): Mutation[] {
  return typeof stored === 'string' ? [mutation.parse({ [stored]: apply()[1] })] : stored;
}
