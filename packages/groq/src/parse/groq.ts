import {
  evaluateSync as evaluateWithGroqJs,
  DateTime as GroqDateTime,
  Path as GroqPath,
  GroqSyntaxError,
  parse as parseWithGroqJs,
} from 'groq-js';
import { z } from 'zod';

/**
 * The only module of this package that imports groq-js. groq-js ships its types in files that TypeScript can't find, so
 * the parts we use are typed here.
 */

/** A node of groq-js's tree; its fields depend on `type`. */
export type ExprNode = { type: string; [field: string]: unknown };

export type EvaluateOptions = {
  params?: Record<string, unknown>;
  root?: unknown;
  dataset?: unknown[];
  before?: unknown;
  after?: unknown;
  identity?: string;
  timestamp?: Date;
  sanity?: { projectId: string; dataset: string };
  dereference?: (reference: { _ref: string }) => unknown;
};

/** Parses to the node itself, not a copy: nodes are keys of maps. */
const exprNode = z.custom<ExprNode>(isExprNode);
const evaluated = z.custom<{ data: unknown }>(
  (value) => typeof value === 'object' && value !== null && 'data' in value,
);

/** Parses GROQ; `syntaxErrorOf` explains what it throws. */
export function parse(query: string, options: { params: Record<string, unknown>; mode: 'normal' | 'delta' }): ExprNode {
  const tree: unknown = parseWithGroqJs(query, options);
  if (!isExprNode(tree)) throw new Error('The query has no expression.');
  return tree;
}

/** The plain value of an expression. It may share parts with cached documents: copy before editing. */
export function evaluate(tree: ExprNode, options: EvaluateOptions): unknown {
  return evaluated.parse(evaluateWithGroqJs(tree, options)).data;
}

/** A syntax error and its position. */
export type SyntaxProblem = { position: number; message: string };

/** The syntax error, if it is one. */
export function syntaxErrorOf(error: unknown): SyntaxProblem | undefined {
  if (!(error instanceof GroqSyntaxError)) return undefined;
  return { position: error.position, message: error.message };
}

export function isExprNode(value: unknown): value is ExprNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Whether a field of a node is an index counted from the start of a list. */
export function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** A field of a node that must be an expression. */
export function child(node: ExprNode, field: string): ExprNode {
  return exprNode.parse(node[field]);
}

/** A field of a node that must be a list of expressions. */
export function children(node: ExprNode, field: string): ExprNode[] {
  return z.array(exprNode).parse(node[field]);
}

/** The class of `path()` values; groq-js checks for it with `instanceof`. */
export const Path: new (pattern: string) => { matches(id: string): boolean } = GroqPath;

/** The class of `dateTime()` values. */
export const DateTime: new (date: Date) => { date: Date } = GroqDateTime;
