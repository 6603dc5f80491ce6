import { QueryError } from '../query-error.ts';
import { child, type ExprNode, isExprNode } from './groq.ts';
import { parseGroq, QuerySyntaxError } from './own-functions.ts';
import { checkQueryText } from './query-text.ts';

export type QueryParams = Record<string, unknown>;

/** Parses GROQ into groq-js's tree; errors have Content Lake's shape, so that Vision can point at the place. */
export function parseQuery(query: string, params: QueryParams, mode: 'normal' | 'delta' = 'normal'): ExprNode {
  checkQueryText(query);
  try {
    // groq-js wants a newline after a comment; clients pad long queries with a trailing one that has none.
    return parseGroq(`${query}\n`, { params, mode });
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw parseError(query, error);
    if (error instanceof RangeError) throw new QueryError('The query is nested too deeply.');
    throw new QueryError(error instanceof Error ? error.message : 'The query could not be read.');
  }
}

/**
 * The tree of a query whatever its parameters are; undefined if they shape it, as those in `[$from...$to]` do,
 * or if the query is wrong.
 */
export function parseForAnyParams(query: string): ExprNode | undefined {
  checkQueryText(query);
  try {
    const tree = parseGroq(`${query}\n`, { params: {}, mode: 'normal' });
    return isShapedByParams(tree) ? undefined : tree;
  } catch {
    return undefined;
  }
}

/** groq-js reads `[$n]` as a position if it knows that the parameter is a number, and else as a filter. */
function isShapedByParams(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isShapedByParams);
  if (!isExprNode(value) || value.type === 'Value') return false;
  if (value.type === 'Filter' && isConstant(child(value, 'expr'))) return true;
  return Object.values(value).some(isShapedByParams);
}

function isConstant(node: ExprNode): boolean {
  if (node.type === 'Value' || node.type === 'Parameter') return true;
  if (node.type === 'Group' || node.type === 'Pos' || node.type === 'Neg') return isConstant(child(node, 'base'));
  return node.type === 'OpCall' && isConstant(child(node, 'left')) && isConstant(child(node, 'right'));
}

/** @see https://www.sanity.io/docs/http-reference/query — errors say where the mistake is */
function parseError(query: string, { message, position, length }: QuerySyntaxError): QueryError {
  const start = Math.min(position, query.length);
  const end = Math.min(start + length, query.length);
  return new QueryError(message, 'queryParseError', { query, start, end });
}
