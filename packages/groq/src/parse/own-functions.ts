import { child, children, type ExprNode, parse, type SyntaxProblem, syntaxErrorOf } from './groq.ts';
import { rewriteTree } from './tree.ts';

/**
 * Functions that groq-js's parser does not know. It would refuse them by name; but GROQ lets a query define functions
 * of one parameter, so they are defined in front of the query, with a body that is recognised in the tree.
 */
const added = ['global::geo', 'sanity::partOfVariant'];
const mention = /\b(?:geo|partOfVariant)\s*\(/;
const mark = 'own function ';
const definitions = added.map((name) => `fn ${name}($value) = $value{"${mark}${name}": 0};`).join('');

type Options = Parameters<typeof parse>[1];

/** What is wrong with a query, and where in it. */
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

/** Parses GROQ as Sanity knows it. */
export function parseGroq(query: string, options: Options): ExprNode {
  const front = mention.test(query) ? definitions : '';
  try {
    const tree = parse(front + query, options);
    return front === '' ? tree : asCalls(tree);
  } catch (error) {
    throw located(error, query, front.length);
  }
}

function asCalls(tree: ExprNode): ExprNode {
  return rewriteTree(tree, (node, place, descend) => {
    const inner = descend(node, place);
    const name = inner.type === 'Projection' ? markedName(child(inner, 'expr')) : undefined;
    if (name === undefined) return inner;
    const [namespace, own] = name.split('::');
    return { type: 'FuncCall', namespace, name: own, args: [child(inner, 'base')] };
  });
}

function markedName(node: ExprNode): string | undefined {
  const name = node.type === 'Object' ? children(node, 'attributes')[0]?.name : undefined;
  return typeof name === 'string' && name.startsWith(mark) ? name.slice(mark.length) : undefined;
}

/** The same error with its place in the query as it was sent. */
function located(error: unknown, query: string, before: number): unknown {
  const syntaxError = syntaxErrorOf(error);
  if (syntaxError) {
    const message = syntaxError.message.replace(/^Syntax error in GROQ query at position \d+(?:: )?/, '');
    return new QuerySyntaxError(message || 'Syntax error', Math.max(0, syntaxError.position - before));
  }
  if (!(error instanceof Error)) return error;
  // Of a function it does not know, groq-js tells the name but not the place.
  const named =
    /^(?:Undefined (?:pipe )?(?:function|namespace): |Incorrect number of arguments to function )(\w+)/.exec(
      error.message,
    )?.[1];
  const position = named === undefined ? -1 : query.search(new RegExp(`\\b${named}\\s*(?:\\(|::)`));
  return position === -1 ? error : new QuerySyntaxError(error.message, position, named?.length);
}
