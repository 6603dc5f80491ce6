import type { CandidateKind, CandidateRequest } from './candidates.ts';
import type { Condition } from './plan.ts';
import { type Keys, stringsFor } from './selection.ts';

/** A lookup whose result can change only when a document with one of these keys changes. */
export type Dependency = { kind: CandidateKind; keys: readonly string[] };

const everything: Dependency[] = [{ kind: 'all', keys: [] }];

/** The lookups that together find every document that passes a filter, now or later. */
export function dependenciesOf({ condition, keys }: CandidateRequest): Dependency[] {
  return condition ? dependenciesOfCondition(condition, keys) : everything;
}

function dependenciesOfCondition(condition: Condition, keys: Keys): Dependency[] {
  if ('any' in condition) {
    const parts = condition.any.flatMap((part) => dependenciesOfCondition(part, keys));
    return parts.some(({ kind }) => kind === 'all') ? everything : parts;
  }
  if ('all' in condition) {
    const parts = condition.all.map((part) => dependenciesOfCondition(part, keys));
    return parts.reduce((narrowest, part) => (breadth(part) < breadth(narrowest) ? part : narrowest), everything);
  }
  const { index } = condition;
  if (index === 'equal' || index === 'range' || index === 'words' || index === 'defined') return everything;
  const strings = stringsFor(condition, keys.get(condition));
  return strings ? [{ kind: index, keys: strings }] : everything;
}

const fromNarrowest: CandidateKind[] = ['id', 'group', 'slug', 'references', 'type', 'all'];

function breadth(dependencies: Dependency[]): number {
  return Math.max(...dependencies.map(({ kind }) => fromNarrowest.indexOf(kind)), -1);
}
