import type { Deadline } from '../deadline.ts';
import { child, type ExprNode, evaluate, isPosition } from '../parse/groq.ts';
import type { QueryParams } from '../parse/parse.ts';
import type { Perspective } from '../perspective.ts';
import { charactersAUnit, costs, exactSelection } from '../plan/candidates.ts';
import { checkListed } from '../plan/check-listed.ts';
import { type Condition, type Lookup, lookupsOf, planFilter } from '../plan/plan.ts';
import { readsOf } from '../plan/reads.ts';
import { isFixed } from '../plan/scope.ts';
import type { Selection } from '../plan/selection.ts';
import { checkLength } from '../result-json.ts';
import type { QueryScope } from '../run.ts';
import type { Stored } from '../store/documents.ts';
import type { Reads } from '../sync-tags.ts';
import { filterOverEverything } from './compile.ts';

/**
 * A query for whole documents, such as `*[…]`, `*[…][0]` or `*[…][0...20]`, whose filter says nothing that an index
 * could not tell. Where it does tell, the answer is what is stored: no document has to be parsed to be written again.
 */
export type StoredQuery = { condition: Condition | undefined; lookups: Lookup[] } & Cut;

/** Which of the documents: all from `from` up to, but without, `to`; or the only one, not in a list. */
type Cut = { from: number; to: number; isOne: boolean };

/** Undefined if the query asks for anything else. */
export function storedQuery(tree: ExprNode): StoredQuery | undefined {
  const { base, ...cut } = cutOf(tree);
  const filter = filterOverEverything(base);
  if (!filter) return undefined;
  const plan = filter.condition && planFilter(filter.condition, { isHidden: false });
  if (filter.condition && !plan?.isWhole) return undefined;
  const lookups = plan ? lookupsOf(plan.condition) : [];
  return lookups.every(({ key }) => isFixed(key)) ? { condition: plan?.condition, lookups, ...cut } : undefined;
}

function cutOf(node: ExprNode): Cut & { base: ExprNode } {
  if (node.type === 'AccessElement' && isPosition(node.index)) {
    return { base: child(node, 'base'), from: node.index, to: node.index + 1, isOne: true };
  }
  if (node.type === 'Slice' && isPosition(node.left) && isPosition(node.right)) {
    const to = node.isInclusive === true ? node.right + 1 : node.right;
    return { base: child(node, 'base'), from: node.left, to, isOne: false };
  }
  return { base: node, from: 0, to: Number.POSITIVE_INFINITY, isOne: false };
}

type Scope = Pick<QueryScope, 'documents' | 'perspective' | 'access'>;
type Run = { deadline: Deadline; note: Reads['note'] };

/** The query's result as JSON, from what is stored; undefined where that takes an evaluation. */
export function storedResult(query: StoredQuery, params: QueryParams, scope: Scope, run: Run): string | undefined {
  const { condition, lookups, to, isOne } = query;
  const wanted = { condition, keys: new Map(lookups.map((lookup) => [lookup, keyOf(lookup.key, params)])) };
  run.deadline.check();
  const selection = exactSelection(scope, wanted);
  if (!selection) return undefined;
  for (const { kind, keys } of readsOf(wanted)) run.note(kind, keys);
  const isFirstOfFew = to === 1 && fewAtMost.has(selection.index);
  const found = isFirstOfFew ? readFirst(selection, scope, run) : readAll(selection, query, scope, run);
  return isOne ? (found[0] ?? 'null') : `[${found.join()}]`;
}

/** These indexes give a document or a few, which are sorted in no time with all that is in them. */
const fewAtMost = new Set<Selection['index']>(['id', 'slug']);

function readFirst({ sql, values }: Selection, { documents, perspective }: Scope, { deadline }: Run): string[] {
  deadline.charge?.(costs.read);
  const first = documents.firstStored(sql, values);
  return first ? [asShown(first, perspective)] : [];
}

function readAll(selection: Selection, { from, to }: Cut, { documents, perspective }: Scope, { deadline }: Run) {
  checkListed(documents, selection, deadline);
  const { sql, values } = selection;
  let length = 0;
  const ids = documents.idsWhere(sql, values).slice(from, to);
  return ids.map((id) => {
    deadline.check();
    deadline.charge?.(costs.read);
    const json = documents.jsonOf(id);
    deadline.charge?.(json.length / charactersAUnit);
    length += json.length;
    checkLength(length);
    return asShown({ id, json }, perspective);
  });
}

/** What is published is shown with where it comes from; raw, a document is shown as it is. */
function asShown({ id, json }: Stored, { kind }: Perspective): string {
  return kind === 'raw' ? json : `${json.slice(0, -1)},"_originalId":${JSON.stringify(id)}}`;
}

function keyOf(key: ExprNode, params: QueryParams): unknown {
  if (key.type === 'Parameter' && typeof key.name === 'string') return params[key.name];
  return key.type === 'Value' ? key.value : evaluate(key, { params });
}
