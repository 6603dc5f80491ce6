import { type Mutation, mutation } from '../mutate/mutation.ts';
import type { MendozaPatch } from './mendoza-diff.ts';

/** Mutations that say all of a document. */
const creations = ['create', 'createOrReplace'];

/**
 * An effect's mutations as they are stored beside its `apply`, both as JSON. What creates a document says all of it, and
 * so does `apply`, which then is `[0, document]`: of such a mutation only the name is stored. The document once more
 * would be a third of what a commit that creates one writes.
 */
export function mutationsToStore(mutations: readonly Mutation[], apply: string): string {
  const [only] = mutations.length === 1 ? mutations : [];
  const creation = creations.find((name) => only && apply === `[0,${JSON.stringify(bodyOf(only, name))}]`);
  return JSON.stringify(creation ?? mutations);
}

/** The mutations that were stored; the log holds whole lists of earlier versions of the program as well. */
export function storedMutations(stored: string | Mutation[], apply: () => MendozaPatch): Mutation[] {
  return typeof stored === 'string' ? [mutation.parse({ [stored]: apply()[1] })] : stored;
}

function bodyOf(one: Mutation, name: string): unknown {
  return new Map<string, unknown>(Object.entries(one)).get(name);
}
