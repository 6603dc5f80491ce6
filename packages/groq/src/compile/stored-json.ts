import type { Deadline } from '../deadline.ts';
import { child, type ExprNode, evaluate, isPosition } from '../parse/groq.ts';
import type { QueryParams } from '../parse/parse.ts';
import type { Perspective } from '../perspective.ts';
import { charactersPerUnit, costs, exactSelection } from '../plan/candidates.ts';
import { checkListSize } from '../plan/check-list-size.ts';
import { dependenciesOf } from '../plan/dependencies.ts';
import { type Condition, type Lookup, lookupsOf, planFilter } from '../plan/plan.ts';
import { isConstantKey } from '../plan/prefilter.ts';
import type { Selection } from '../plan/selection.ts';
import type { QueryScope } from '../query-scope.ts';
import { checkLength } from '../result-json.ts';
import type { StoredDocument } from '../store/documents.ts';
import type { TagCollector } from '../sync-tags.ts';
import { filterOverEverything } from './compile.ts';

/**
 * A query for whole documents, such as `*[…]`, `*[…][0]` or `*[…][0...20]`, whose whole filter an index may decide. If
 * it does, the answer is the stored JSON, without parsing and serializing documents.
 */
export type StoredJsonQuery = { condition: Condition | undefined; lookups: Lookup[] } & Slice;

/** The slice of the documents, `to` excluded; with `isOne` a single document instead of a list. */
type Slice = { from: number; to: number; isOne: boolean };

/** Undefined for any other query. */
export function storedJsonQueryOf(tree: ExprNode): StoredJsonQuery | undefined {
  const { base, ...slice } = sliceOf(tree);
  const filter = filterOverEverything(base);
  if (!filter) return undefined;
  const plan = filter.condition && planFilter(filter.condition, { isHidden: false });
  if (filter.condition && !plan?.isWhole) return undefined;
  const lookups = plan ? lookupsOf(plan.condition) : [];
  return lookups.every(({ key }) => isConstantKey(key)) ? { condition: plan?.condition, lookups, ...slice } : undefined;
}

function sliceOf(node: ExprNode): Slice & { base: ExprNode } {
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
type Run = { deadline: Deadline; addTags: TagCollector['add'] };

/** The result, made of stored JSON; undefined where the query must be evaluated. */
export function readStoredJson(
  query: StoredJsonQuery,
  params: QueryParams,
  scope: Scope,
  run: Run,
): string | undefined {
  const { condition, lookups, to, isOne } = query;
  const request = { condition, keys: new Map(lookups.map((lookup) => [lookup, keyOf(lookup.key, params)])) };
  run.deadline.check();
  const selection = exactSelection(scope, request);
  if (!selection) return undefined;
  for (const { kind, keys } of dependenciesOf(request)) run.addTags(kind, keys);
  const readsFirstOnly = to === 1 && selectiveIndexes.has(selection.index);
  const found = readsFirstOnly ? readFirst(selection, scope, run) : readAll(selection, query, scope, run);
  return isOne ? (found[0] ?? 'null') : `[${found.join()}]`;
}

/** Indexes that find few documents: sorting these with their bodies is cheaper than listing ids first. */
const selectiveIndexes = new Set<Selection['index']>(['id', 'slug']);

function readFirst({ sql, values }: Selection, { documents, perspective }: Scope, { deadline }: Run): string[] {
  deadline.charge?.(costs.read);
  const first = documents.firstStored(sql, values);
  return first ? [inPerspective(first, perspective)] : [];
}

function readAll(selection: Selection, { from, to }: Slice, { documents, perspective }: Scope, { deadline }: Run) {
  checkListSize(documents, selection, deadline);
  const { sql, values } = selection;
  let length = 0;
  const ids = documents.idsWhere(sql, values).slice(from, to);
  return ids.map((id) => {
    deadline.check();
    deadline.charge?.(costs.read);
    const json = documents.jsonOf(id);
    deadline.charge?.(json.length / charactersPerUnit);
    length += json.length;
    checkLength(length);
    return inPerspective({ id, json }, perspective);
  });
}

/** Under layers, a document has an `_originalId`. */
function inPerspective({ id, json }: StoredDocument, { kind }: Perspective): string {
  return kind === 'raw' ? json : `${json.slice(0, -1)},"_originalId":${JSON.stringify(id)}}`;
}

function keyOf(key: ExprNode, params: QueryParams): unknown {
  if (key.type === 'Parameter' && typeof key.name === 'string') return params[key.name];
  return key.type === 'Value' ? key.value : evaluate(key, { params });
}
