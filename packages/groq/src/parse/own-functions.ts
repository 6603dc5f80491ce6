import { child, children, type ExprNode, parse, type SyntaxProblem, syntaxErrorOf } from './groq.ts';
import { rewriteTree } from './rewrite-tree.ts';

/**
 * Functions that groq-js's parser does not know and would refuse. A GROQ query may define functions of one parameter,
 * so these are defined in a prelude, with a body that marks the call; `asCalls` turns marked bodies into calls.
 */
const addedFunctions = ['global::geo', 'sanity::partOfVariant'];
const mentionsAdded = /\b(?:geo|partOfVariant)\s*\(/;
const mark = 'own function ';
const prelude = addedFunctions.map((name) => `fn ${name}($value) = $value{"${mark}${name}": 0};`).join('');

type Options = Parameters<typeof parse>[1];

/** A syntax error with its position in the query. */
export class QuerySyntaxError extends Error implements SyntaxProblem {
  override readonly name = 'QuerySyntaxError';
  readonly position: number;
  readonly length: number;

  constructor(message: string, position: number, length = 1) {
    super(message);
    this.position = position;
    this.length = length;
  }
}

/** Parses GROQ with the functions that Sanity has and groq-js lacks. */
export function parseGroq(query: string, options: Options): ExprNode {
  const before = mentionsAdded.test(query) ? prelude : '';
  try {
    const tree = parse(before + query, options);
    return before === '' ? tree : asCalls(tree);
  } catch (error) {
    throw withPosition(error, query, before.length);
  }
}

function asCalls(tree: ExprNode): ExprNode {
  return rewriteTree(tree, (node, place, descend) => {
    const inner = descend(node, place);
    const name = inner.type === 'Projection' ? markedName(child(inner, 'expr')) : undefined;
    if (name === undefined) return inner;
    const [namespace, functionName] = name.split('::');
    return { type: 'FuncCall', namespace, name: functionName, args: [child(inner, 'base')] };
  });
}

function markedName(node: ExprNode): string | undefined {
  const name = node.type === 'Object' ? children(node, 'attributes')[0]?.name : undefined;
  return typeof name === 'string' && name.startsWith(mark) ? name.slice(mark.length) : undefined;
}

/** The same error with its position in the query without the prelude. */
function withPosition(error: unknown, query: string, before: number): unknown {
  const syntaxError = syntaxErrorOf(error);
  if (syntaxError) {
    const message = syntaxError.message.replace(/^Syntax error in GROQ query at position \d+(?:: )?/, '');
    return new QuerySyntaxError(message || 'Syntax error', Math.max(0, syntaxError.position - before));
  }
  if (!(error instanceof Error)) return error;
  // For an unknown function, groq-js gives the name but not the position.
  const named =
    /^(?:Undefined (?:pipe )?(?:function|namespace): |Incorrect number of arguments to function )(\w+)/.exec(
      error.message,
    )?.[1];
  const position = named === undefined ? -1 : query.search(new RegExp(`\\b${named}\\s*(?:\\(|::)`));
  return position === -1 ? error : new QuerySyntaxError(error.message, position, named?.length);
}
