import { QueryError } from '../query-error.ts';
import { child, type ExprNode, isExprNode } from './groq.ts';
import { parseGroq, QuerySyntaxError } from './own-functions.ts';
import { checkQueryText } from './query-text.ts';

export type QueryParams = Record<string, unknown>;

/** Parses GROQ to groq-js's tree. Errors have Content Lake's format, with which Vision highlights the position. */
export function parseQuery(query: string, params: QueryParams, mode: 'normal' | 'delta' = 'normal'): ExprNode {
  checkQueryText(query);
  try {
    // groq-js needs a newline after a comment; clients pad long queries with a trailing comment without one.
    return parseGroq(`${query}\n`, { params, mode });
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw parseError(query, error);
    if (error instanceof RangeError) throw new QueryError('The query is nested too deeply.');
    throw new QueryError(error instanceof Error ? error.message : 'The query could not be read.');
  }
}

/**
 * The tree of a query, valid for all parameters. Undefined if parameters change the tree, as in `[$from...$to]`, or if
 * the query is wrong.
 */
export function parseForAnyParams(query: string): ExprNode | undefined {
  checkQueryText(query);
  try {
    const tree = parseGroq(`${query}\n`, { params: {}, mode: 'normal' });
    return dependsOnParams(tree) ? undefined : tree;
  } catch {
    return undefined;
  }
}

/** groq-js parses `[$n]` as an index if the parameter is a number, otherwise as a filter. */
function dependsOnParams(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(dependsOnParams);
  if (!isExprNode(value) || value.type === 'Value') return false;
  if (value.type === 'Filter' && isConstant(child(value, 'expr'))) return true;
  return Object.values(value).some(dependsOnParams);
}

function isConstant(node: ExprNode): boolean {
  if (node.type === 'Value' || node.type === 'Parameter') return true;
  if (node.type === 'Group' || node.type === 'Pos' || node.type === 'Neg') return isConstant(child(node, 'base'));
  return node.type === 'OpCall' && isConstant(child(node, 'left')) && isConstant(child(node, 'right'));
}

/** @see https://www.sanity.io/docs/http-reference/query — the format of errors */
function parseError(query: string, { message, position, length }: QuerySyntaxError): QueryError {
  const start = Math.min(position, query.length);
  const end = Math.min(start + length, query.length);
  return new QueryError(message, 'queryParseError', { query, start, end });
}
