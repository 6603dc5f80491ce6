import type { Place } from './find-places.ts';
import type { Path, Step } from './json-match.ts';

const simpleName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Serializes a place as a path. */
export function pathText(place: Place): string {
  return place.map((key, depth) => stepText(key, depth === 0)).join('');
}

function stepText(key: string | number, isFirst: boolean): string {
  if (typeof key === 'number') return `[${key}]`;
  if (!simpleName.test(key)) return `['${key.replace(/[\\']/g, '\\$&')}']`;
  return isFirst ? key : `.${key}`;
}

/**
 * Whether Sanity's clients match the path as the lake does. They have no `[]` and no `[*]`, and treat differently:
 * slices with a negative end, empty slices, “..” after a name, unions, two conditions in a row, and comparing text with
 * a number.
 */
export function isPortable(path: Path): boolean {
  return path.every((step, depth) => 'field' in step || (isPortableChoice(step) && !isBracket(path[depth - 1])));
}

function isBracket(step: Step | undefined): boolean {
  return step !== undefined && 'anyOf' in step;
}

function isPortableChoice(step: Step): boolean {
  if (!('anyOf' in step) || step.anyOf.length !== 1) return false;
  const [choice] = step.anyOf;
  if (typeof choice !== 'object' || Array.isArray(choice)) return false;
  return 'index' in choice || ('operator' in choice && ['==', '!=', '?'].includes(choice.operator));
}
