import {
  evaluateSync as evaluateWithGroqJs,
  DateTime as GroqDateTime,
  Path as GroqPath,
  GroqSyntaxError,
  parse as parseWithGroqJs,
} from 'groq-js';
import { z } from 'zod';

/**
 * The lake's only door to groq-js. The package ships its types in files TypeScript can't find,
 * so what we use of it is typed here.
 */

/** A node of groq-js's tree: plain data, its fields depend on `type`. */
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

/** The node itself, not a copy: parts of a tree are known by their identity. */
const exprNode = z.custom<ExprNode>(isExprNode);
const evaluated = z.custom<{ data: unknown }>(
  (value) => typeof value === 'object' && value !== null && 'data' in value,
);

/** Parses GROQ; throws what `syntaxErrorOf` understands. */
export function parse(query: string, options: { params: Record<string, unknown>; mode: 'normal' | 'delta' }): ExprNode {
  const tree: unknown = parseWithGroqJs(query, options);
  if (!isExprNode(tree)) throw new Error('The query has no expression.');
  return tree;
}

/** The plain value of an expression. Arrays and objects in it may be stored documents: never change them. */
export function evaluate(tree: ExprNode, options: EvaluateOptions): unknown {
  return evaluated.parse(evaluateWithGroqJs(tree, options)).data;
}

/** What is wrong with a text that is not GROQ, and where. */
export type SyntaxProblem = { position: number; message: string };

/** Where and what, if an error is one of GROQ's grammar. */
export function syntaxErrorOf(error: unknown): SyntaxProblem | undefined {
  if (!(error instanceof GroqSyntaxError)) return undefined;
  return { position: error.position, message: error.message };
}

export function isExprNode(value: unknown): value is ExprNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Whether a part of a node is an element's place in a list, counted from its start. */
export function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** A part of a node that must be an expression. */
export function child(node: ExprNode, field: string): ExprNode {
  return exprNode.parse(node[field]);
}

/** A part of a node that must be a list of expressions. */
export function children(node: ExprNode, field: string): ExprNode[] {
  return z.array(exprNode).parse(node[field]);
}

/** The class of the values that `path()` makes: groq-js recognises them by it. */
export const Path: new (pattern: string) => { matches(id: string): boolean } = GroqPath;

/** The class of the values that `dateTime()` makes. */
export const DateTime: new (date: Date) => { date: Date } = GroqDateTime;
