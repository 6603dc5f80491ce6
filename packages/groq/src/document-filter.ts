import { everything, type ReadAccess } from './access.ts';
import { compile } from './compile/compile.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import type { LakeDocument } from './document.ts';
import { callNode } from './parse/call.ts';
import { child, type ExprNode, isExprNode } from './parse/groq.ts';
import { parseQuery, type QueryParams } from './parse/parse.ts';
import { refuseSlowToParse } from './parse/query-text.ts';
import { raw } from './perspective.ts';
import { type Candidates, createCandidates } from './plan/candidates.ts';
import { passesPrefilter, prefilterOf } from './plan/prefilter.ts';
import { QueryError } from './query-error.ts';
import type { QueryScope } from './query-scope.ts';
import { evaluateTree } from './run.ts';

/** Whether one document passes a query's filter: for listeners, grants and webhooks. */
export type DocumentFilter = (document: LakeDocument) => boolean;

type FilterScope = Pick<QueryScope, 'documents' | 'identity' | 'project'> & {
  /** Rights for other documents that the filter reads: a listener must not learn of documents its reader can't read. */
  access?: ReadAccess;
};

/** The filter of a whole query, such as `*[_type == "article"]{title}`. Projections and orders are ignored. */
export function filterOfQuery(
  query: string,
  params: QueryParams,
  scope: FilterScope,
  start: () => Deadline = startDeadline,
): DocumentFilter {
  refuseSlowToParse(query);
  return filterOf(conditionsOf(parseQuery(query, params)), params, scope, start);
}

/** A bare condition, such as `_type == "article"`. */
export function filterOfCondition(condition: string, params: QueryParams, scope: FilterScope): DocumentFilter {
  return filterOfQuery(`*[${condition}\n]`, params, scope);
}

/** The state of one evaluation; the compiled tree, which is shared by all of them, reads it. */
type Run = { document: LakeDocument; candidates: Candidates; deadline: Deadline };

function filterOf(
  conditions: ExprNode[],
  params: QueryParams,
  scope: FilterScope,
  start: () => Deadline,
): DocumentFilter {
  if (conditions.length === 0) return () => true;
  const prefilter = prefilterOf(conditions, params);
  let run: Run | undefined;
  const current = (): Run => {
    if (!run) throw new Error('A filter is evaluated without a document.');
    return run;
  };
  const candidates: Candidates = {
    fetch: (kind, keys) => current().candidates.fetch(kind, keys),
    get: (id) => current().candidates.get(id),
  };
  const theDocument = callNode(() => [current().document], []);
  const filter = conditions.reduce((base, expr): ExprNode => ({ type: 'Filter', base, expr }), theDocument);
  const compiled = compile(filter, { candidates, deadline: { check: () => current().deadline.check() } });

  return (document) => {
    if (!passesPrefilter(prefilter, document)) return false;
    const outer = run;
    const deadline = start();
    run = {
      document,
      deadline,
      candidates: createCandidates(
        { documents: scope.documents, perspective: raw, access: scope.access ?? everything },
        deadline,
      ),
    };
    try {
      const passed = evaluateTree(compiled, scope, { params }, candidates);
      return Array.isArray(passed) && passed.length > 0;
    } finally {
      run = outer;
    }
  };
}

const wrappers = new Set([
  'Map',
  'FlatMap',
  'Projection',
  'Slice',
  'PipeFuncCall',
  'AccessElement',
  'ArrayCoerce',
  'Group',
]);

function conditionsOf(node: ExprNode): ExprNode[] {
  if (node.type === 'Everything') return [];
  if (node.type === 'Filter') {
    const base = child(node, 'base');
    // A filter after a projection tests the projected objects, not the documents.
    return selectsDocuments(base) ? [...conditionsOf(base), child(node, 'expr')] : conditionsOf(base);
  }
  if (wrappers.has(node.type) || (node.type === 'AccessAttribute' && isExprNode(node.base))) {
    return conditionsOf(child(node, 'base'));
  }
  throw new QueryError('A listener’s query must select documents: *[…].');
}

function selectsDocuments(node: ExprNode): boolean {
  if (node.type === 'Everything') return true;
  const keepsDocuments = node.type === 'Filter' || node.type === 'Group' || node.type === 'ArrayCoerce';
  return (keepsDocuments || node.type === 'PipeFuncCall') && selectsDocuments(child(node, 'base'));
}
