import type { LakeDocument } from '../document.ts';
import { type ExprNode, evaluate, isExprNode } from '../parse/groq.ts';
import type { QueryParams } from '../parse/parse.ts';
import { type Condition, type Lookup, lookupsOf, planFilter } from './plan.ts';

/** Ids and types of the documents that a filter can let through; undefined where it can be any. */
export type FilterScope = { ids: Set<string>; types: Set<string> } | undefined;

/**
 * What the conditions say of ids and types. Hundreds of listeners each look for a document of their own: this tells
 * in no time that a change isn't theirs, without evaluating their filter.
 */
export function scopeOfConditions(conditions: ExprNode[], params: QueryParams): FilterScope {
  for (const condition of conditions) {
    const plan = planFilter(condition, { isHidden: false });
    const lookups = plan && decisive(plan.condition);
    if (lookups) {
      const keysOf = (wanted: string) =>
        lookups.filter(({ index }) => index === wanted).flatMap(({ key }) => stringsIn(evaluate(key, { params })));
      return { ids: new Set(keysOf('id')), types: new Set(keysOf('type')) };
    }
  }
  return undefined;
}

/** The lookups of which one must find a document that passes, if all of them are for fixed ids or types. */
function decisive(condition: Condition): Lookup[] | undefined {
  if ('all' in condition) {
    const parts = condition.all.map(decisive).filter((part) => part !== undefined);
    return parts.find((part) => part.every(({ index }) => index === 'id')) ?? parts[0];
  }
  const lookups = lookupsOf(condition);
  const isDecisive = lookups.every(({ index, key }) => (index === 'id' || index === 'type') && isFixed(key));
  return isDecisive ? lookups : undefined;
}

export function mayConcern(scope: FilterScope, { _id, _type }: LakeDocument): boolean {
  return scope === undefined || scope.ids.has(_id) || scope.types.has(_type);
}

/** Whether an expression is the same whatever it is evaluated over. */
export function isFixed(node: ExprNode): boolean {
  if (node.type === 'Value' || node.type === 'Parameter') return true;
  const elements = node.type === 'Array' && Array.isArray(node.elements) ? node.elements : undefined;
  return (
    elements?.every((element) => isExprNode(element) && isExprNode(element.value) && isFixed(element.value)) ?? false
  );
}

function stringsIn(value: unknown): string[] {
  return [value].flat(2).filter((item) => typeof item === 'string');
}
