import type { LakeDocument } from '../document.ts';
import { type ExprNode, evaluate, isExprNode } from '../parse/groq.ts';
import type { QueryParams } from '../parse/parse.ts';
import { type Condition, type Lookup, lookupsOf, planFilter } from './plan.ts';

/** Only documents with one of these ids or types can pass a filter; undefined if any document can. */
export type Prefilter = { ids: Set<string>; types: Set<string> } | undefined;

/**
 * The ids and types that a filter's conditions name. Hundreds of listeners each filter for one document: with this, a
 * change of another document costs each of them a set lookup instead of an evaluation.
 */
export function prefilterOf(conditions: ExprNode[], params: QueryParams): Prefilter {
  for (const condition of conditions) {
    const plan = planFilter(condition, { isHidden: false });
    const lookups = plan && decidingLookups(plan.condition);
    if (lookups) {
      const keysOf = (kind: string) =>
        lookups.filter(({ index }) => index === kind).flatMap(({ key }) => stringsIn(evaluate(key, { params })));
      return { ids: new Set(keysOf('id')), types: new Set(keysOf('type')) };
    }
  }
  return undefined;
}

/** Lookups by constant ids or types; at least one of them finds each document that passes. */
function decidingLookups(condition: Condition): Lookup[] | undefined {
  if ('all' in condition) {
    const parts = condition.all.map(decidingLookups).filter((part) => part !== undefined);
    return parts.find((part) => part.every(({ index }) => index === 'id')) ?? parts[0];
  }
  const lookups = lookupsOf(condition);
  const areDeciding = lookups.every(({ index, key }) => (index === 'id' || index === 'type') && isConstantKey(key));
  return areDeciding ? lookups : undefined;
}

export function passesPrefilter(prefilter: Prefilter, { _id, _type }: LakeDocument): boolean {
  return prefilter === undefined || prefilter.ids.has(_id) || prefilter.types.has(_type);
}

/** Whether an expression is of literals and parameters only. */
export function isConstantKey(node: ExprNode): boolean {
  if (node.type === 'Value' || node.type === 'Parameter') return true;
  const elements = node.type === 'Array' && Array.isArray(node.elements) ? node.elements : undefined;
  return (
    elements?.every((element) => isExprNode(element) && isExprNode(element.value) && isConstantKey(element.value)) ??
    false
  );
}

function stringsIn(value: unknown): string[] {
  return [value].flat(2).filter((item) => typeof item === 'string');
}
