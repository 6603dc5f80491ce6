import { type Choice, type Constraint, type Path, PathError, type Slice, type Step } from './json-match.ts';
import { type CostMeter, stepCost } from './transaction-cost.ts';

/** Where something is in a document: field names, and positions in lists. */
export type Place = (string | number)[];

export type Finding = {
  /** Also matches fields that are missing, in objects that may be missing as well. */
  includeMissing?: boolean;
  budget: Budget;
};

/**
 * How many places may still be visited; they also count as cost of the transaction. A few short paths, such as “..a” in
 * a large document a thousand times, would otherwise block the event loop for minutes.
 */
export type Budget = { steps: number; meter: CostMeter };

export function spend(budget: Budget, steps: number): void {
  budget.steps -= steps;
  if (budget.steps < 0) throw new PathError('the patches of the request are too much work at once; send less in one');
  budget.meter.spend(steps * stepCost);
}

/** Every place in a value that a path matches, each once. */
export function findPlaces(path: Path, value: unknown, { includeMissing = false, budget }: Finding): Place[] {
  const places = new Map<string, Place>();

  function walk(rest: Path, at: unknown, place: Place): void {
    // Copying and serializing a deep place takes longer.
    spend(budget, 1 + Math.floor(place.length / 10));
    const [step, ...after] = rest;
    if (step === undefined) note(place);
    else if ('field' in step) walkField(step.field, after, at, place);
    else if ('deep' in step) walkDeep([...step.deep, ...after], at, place);
    else for (const choice of step.anyOf) walkChoice(choice, after, at, place);
  }

  function note(place: Place): void {
    spend(budget, 3);
    places.set(JSON.stringify(place), place);
  }

  function walkField(field: string, after: Path, at: unknown, place: Place): void {
    if (Array.isArray(at)) return;
    if (isObject(at) && Object.hasOwn(at, field)) walk(after, at[field], [...place, field]);
    else if (includeMissing) walk(after, undefined, [...place, field]);
  }

  /** Visits this place and every place below it where the rest of the path can start. */
  function walkDeep(rest: Path, at: unknown, place: Place): void {
    if (typeof at !== 'object' || at === null) return;
    spend(budget, 1 + Math.floor(place.length / 10));
    if (canStart(rest[0], at)) walk(rest, at, place);
    for (const [key, item] of entriesOf(at)) walkDeep(rest, item, [...place, key]);
  }

  function walkChoice(choice: Choice, after: Path, at: unknown, place: Place): void {
    if (Array.isArray(choice)) walk([...choice, ...after], at, place);
    else if (isConstraint(choice)) walkConstraint(choice, after, at, place);
    else if (Array.isArray(at)) walkIndexes(indexesOf(choice, at.length), after, at, place);
  }

  function walkIndexes(indexes: number[], after: Path, list: unknown[], place: Place): void {
    for (const index of indexes) {
      // Setting the place right behind the last item appends.
      const matches = index < list.length || (includeMissing && after.length === 0);
      if (matches) walk(after, list[index], [...place, index]);
    }
  }

  function walkConstraint(constraint: Constraint, after: Path, at: unknown, place: Place): void {
    if (!Array.isArray(at)) {
      if (at !== undefined && passes(constraint, at)) walk(after, at, place);
      return;
    }
    at.forEach((item, index) => {
      if (passes(constraint, item)) walk(after, item, [...place, index]);
    });
  }

  walk(path, value, []);
  return [...places.values()];
}

/** “..name” matches existing fields only: it does not create one at every depth. */
function canStart(step: Step | undefined, at: object): boolean {
  return !(step && 'field' in step) || (!Array.isArray(at) && Object.hasOwn(at, step.field));
}

function entriesOf(value: object): [string | number, unknown][] {
  return Array.isArray(value) ? value.map((item, index) => [index, item]) : Object.entries(value);
}

function isConstraint(choice: Exclude<Choice, Path>): choice is Constraint {
  return typeof choice === 'object' && 'operator' in choice;
}

/** The positions of an index or a slice in a list of this length; an index may be the position behind the last item. */
function indexesOf(choice: { index: number } | Slice | 'all', length: number): number[] {
  if (choice !== 'all' && 'index' in choice) {
    const index = choice.index < 0 ? choice.index + length : choice.index;
    return index >= 0 && index <= length ? [index] : [];
  }
  const { from, to } = choice === 'all' ? { from: 0, to: length } : boundsOf(choice, length);
  return Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
}

/**
 * The bounds of a slice. As in the client's `splice`, -1 is the end of the list, not its last item, so that a client
 * can append without knowing the length.
 */
export function boundsOf({ start = 0, end = -1 }: Slice, length: number): { from: number; to: number } {
  const clamp = (bound: number): number => Math.max(0, Math.min(length, bound < 0 ? bound + length + 1 : bound));
  const from = clamp(start);
  return { from, to: Math.max(from, clamp(end)) };
}

function passes({ of, operator, value }: Constraint, item: unknown): boolean {
  let left: unknown = item;
  for (const name of of) {
    if (!isObject(left) || !Object.hasOwn(left, name)) return false;
    left = left[name];
  }
  if (typeof left === 'object' && left !== null) return false;
  return operator === '?' || compare(left, operator, value);
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  const comparable =
    (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string');
  if (!comparable) return false;
  if (operator === '>') return left > right;
  if (operator === '>=') return left >= right;
  return operator === '<' ? left < right : left <= right;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
