import { type Mutation, mutation } from '../mutate/mutation.ts';
import type { MendozaPatch } from './mendoza-diff.ts';

/** Mutations that contain the whole document. */
const creations = new Set(['create', 'createOrReplace']);

/**
 * Serializes an effect's mutations. A mutation that creates a document contains all of it, and so does `apply`, which
 * is `[0, document]` then: only the mutation's name is stored. A second copy of the document would be a third of what
 * such a commit writes.
 */
export function mutationsToStore(mutations: readonly Mutation[], apply: string): string {
  const [only, ...others] = mutations;
  const [name = '', document] = only && others.length === 0 ? (Object.entries(only)[0] ?? []) : [];
  const isWhole = creations.has(name) && apply === `[0,${JSON.stringify(document)}]`;
  return JSON.stringify(isWhole ? name : mutations);
}

/** Parses stored mutations. Earlier versions of the lake always stored the whole list. */
export function storedMutations(stored: string | Mutation[], apply: () => MendozaPatch): Mutation[] {
  return typeof stored === 'string' ? [mutation.parse({ [stored]: apply()[1] })] : stored;
}
