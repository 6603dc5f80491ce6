import type { CandidateKind, Wanted } from './candidates.ts';
import type { Condition } from './plan.ts';
import { type Keys, stringsFor } from './selection.ts';

/** A question to the documents that can be answered anew when something it names changes. */
export type Read = { kind: CandidateKind; keys: readonly string[] };

const everything: Read[] = [{ kind: 'all', keys: [] }];

/** Of what a filter's documents can be: no document that all of these leave out passes it, now or later. */
export function readsOf({ condition, keys }: Wanted): Read[] {
  return condition ? readsOfCondition(condition, keys) : everything;
}

function readsOfCondition(condition: Condition, keys: Keys): Read[] {
  if ('any' in condition) {
    const parts = condition.any.flatMap((part) => readsOfCondition(part, keys));
    return parts.some(({ kind }) => kind === 'all') ? everything : parts;
  }
  if ('all' in condition) {
    const parts = condition.all.map((part) => readsOfCondition(part, keys));
    return parts.reduce((narrowest, part) => (breadth(part) < breadth(narrowest) ? part : narrowest), everything);
  }
  const { index } = condition;
  if (index === 'equal' || index === 'range' || index === 'words' || index === 'defined') return everything;
  const strings = stringsFor(condition, keys.get(condition));
  return strings ? [{ kind: index, keys: strings }] : everything;
}

const fromNarrow: CandidateKind[] = ['id', 'group', 'slug', 'references', 'type', 'all'];

function breadth(reads: Read[]): number {
  return Math.max(...reads.map(({ kind }) => fromNarrow.indexOf(kind)), -1);
}
