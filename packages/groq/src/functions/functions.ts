import { changedCall } from '../compile/changed-fields.ts';
import { scoreByIndex } from '../compile/decided-by-index.ts';
import type { Deadline } from '../deadline.ts';
import { queryLimits } from '../limits.ts';
import { callNode } from '../parse/call.ts';
import { child, children, type ExprNode } from '../parse/groq.ts';
import type { Candidates } from '../plan/candidates.ts';
import { QueryError } from '../query-error.ts';
import { geo, geoContains, geoDistance, geoIntersects, geoLatLng } from './geo.ts';
import { intersects } from './intersects.ts';
import { matches, matchScore } from './match.ts';
import { isPartOfVariant } from './part-of-variant.ts';
import { PathPattern } from './path-pattern.ts';
import { TextQuery } from './text-query.ts';

/** What our functions need of the query that calls them. */
export type FunctionContext = {
  candidates: Candidates;
  deadline: Deadline;
  /** Compiles a deadline check into every loop, not only where documents are read. */
  checksLoops?: boolean;
  /** Conditions on whole documents that the index must decide. */
  wholeDocumentTests?: ReadonlySet<ExprNode>;
};

type Make = (args: ExprNode[], context: FunctionContext) => ExprNode;

/** Functions that groq-js lacks, or whose time a hostile query could make unbounded. */
const functions: Record<string, Make | undefined> = {
  'global::path': (args) => callNode(pathPattern, args),
  'text::query': (args) => callNode(textQuery, args),
  'documents::get': (args, { candidates }) => callNode((reference) => documentFor(reference, candidates) ?? null, args),
  'documents::incomingRefCount': (args, { candidates }) =>
    callNode((document) => incomingReferences(document, candidates), args.length > 0 ? args : [{ type: 'This' }]),
  // Counts references from other datasets; there are none.
  'documents::incomingGlobalDocumentReferenceCount': () => ({ type: 'Value', value: 0 }),
  'releases::all': (_, { candidates }) => callNode(() => candidates.fetch('type', ['system.release']), []),
  'sanity::partOfVariant': (args) => callNode(isPartOfVariant, [{ type: 'This' }, ...args]),
  'array::intersects': (args) => callNode(intersects, args),
  'global::geo': (args, { deadline }) => callNode(withDeadline(geo, deadline), exactly(1, args, 'geo')),
  'geo::latLng': (args, { deadline }) => callNode(withDeadline(geoLatLng, deadline), exactly(2, args, 'geo::latLng')),
  'geo::contains': (args, { deadline }) =>
    callNode(
      geoContains(() => deadline.check()),
      exactly(2, args, 'geo::contains'),
    ),
  'geo::intersects': (args, { deadline }) =>
    callNode(
      geoIntersects(() => deadline.check()),
      exactly(2, args, 'geo::intersects'),
    ),
  'geo::distance': (args, { deadline }) =>
    callNode(withDeadline(geoDistance, deadline), exactly(2, args, 'geo::distance')),
  'diff::changedAny': (args) => changedCall('changedAny', args),
  'diff::changedOnly': (args) => changedCall('changedOnly', args),
  // Aspects are part of the Media Library.
  'media::aspect': () => ({ type: 'Value', value: null }),
  // User attributes come from single sign-on of an organisation.
  'user::attributes': () => ({ type: 'Value', value: {} }),
  'text::semanticSimilarity': () => {
    throw new QueryError(
      'text::semanticSimilarity() needs embeddings, which this lake does not make. Use text::query().',
    );
  },
};

/** Checks the deadline before each call: five thousand calls, one for each item of a list, would block the thread. */
function withDeadline<Args extends unknown[]>(compute: (...args: Args) => unknown, deadline: Deadline) {
  return (...args: Args): unknown => {
    deadline.check();
    return compute(...args);
  };
}

function exactly(count: number, args: ExprNode[], name: string): ExprNode[] {
  if (args.length === count) return args;
  throw new QueryError(`Incorrect number of arguments to function ${name}(). Expected ${count}, got ${args.length}.`);
}

/** A call of one of our functions; undefined if groq-js has the function. */
export function ownFunction(node: ExprNode, args: ExprNode[], context: FunctionContext): ExprNode | undefined {
  return functions[`${node.namespace}::${node.name}`]?.(args, context);
}

/** `left match right` by our matcher, whose time is bounded, and which knows `text::query`. */
export function matchCall(left: ExprNode, right: ExprNode, { deadline }: FunctionContext): ExprNode {
  const check = (): void => deadline.check();
  const test = (text: unknown, pattern: unknown): boolean => {
    check();
    return pattern instanceof TextQuery ? pattern.score(text, check) > 0 : matches(text, pattern, check);
  };
  return callNode(test, [left, right]);
}

/**
 * `base | score(a, b)`: groq-js scores by the tree of each argument, where it would not find the `match` that our calls
 * replace. So `_score` is computed here, and groq-js only sorts by it.
 */
export function scoreCall(base: ExprNode, args: ExprNode[], context: FunctionContext): ExprNode {
  const total = callNode(
    (...scores) => scores.reduce<number>((sum, score) => sum + (typeof score === 'number' ? score : 0), 0),
    [{ type: 'AccessAttribute', name: '_score' }, ...args.map((argument) => scoreOf(argument, context))],
  );
  const scored: ExprNode = {
    type: 'Object',
    attributes: [
      { type: 'ObjectSplat', value: { type: 'This' } },
      { type: 'ObjectAttributeValue', name: '_score', value: total },
    ],
  };
  const projection: ExprNode = { type: 'Projection', base: { type: 'This' }, expr: scored };
  return { type: 'PipeFuncCall', name: 'score', base: { type: 'Map', base, expr: projection }, args: [] };
}

/** The arguments are given as parsed, without our calls. */
function scoreOf(node: ExprNode, context: FunctionContext): ExprNode {
  const { index } = context.candidates;
  if (index && node.type === 'OpCall' && context.wholeDocumentTests?.has(node))
    return scoreByIndex(node, { ...context, index });
  if (node.type === 'Group') return scoreOf(child(node, 'base'), context);
  if (node.type === 'OpCall' && node.op === 'match') {
    return callNode(scoreMatch(context.deadline), [child(node, 'left'), child(node, 'right')]);
  }
  if (node.type === 'FuncCall' && node.name === 'boost') {
    const [scored, boost] = children(node, 'args');
    if (!scored || !boost) throw new QueryError('boost() takes two arguments.');
    return callNode(addBoost, [scoreOf(scored, context), boost]);
  }
  if (node.type === 'Or') return callNode(scoreEither, scoresOfSides(node, context));
  if (node.type === 'And') return callNode(scoreBoth, scoresOfSides(node, context));
  return callNode((value) => (value === true ? 1 : 0), [node]);
}

function scoresOfSides(node: ExprNode, context: FunctionContext): ExprNode[] {
  return [scoreOf(child(node, 'left'), context), scoreOf(child(node, 'right'), context)];
}

function scoreMatch(deadline: Deadline) {
  const check = (): void => deadline.check();
  return (text: unknown, pattern: unknown): number => {
    check();
    return pattern instanceof TextQuery ? pattern.score(text, check) : matchScore(text, pattern, check);
  };
}

const addBoost = (score: unknown, boost: unknown): number =>
  typeof score === 'number' && typeof boost === 'number' && score > 0 ? score + boost : 0;
const scoreEither = (left: unknown, right: unknown): number => Number(left) + Number(right);
const scoreBoth = (left: unknown, right: unknown): number => (left === 0 || right === 0 ? 0 : scoreEither(left, right));

const mostPatterns = queryLimits.pathPatterns.value;
const patterns = new Map<string, PathPattern>();

/** Cached, since a filter uses the same pattern for every document. */
function pathPattern(pattern: unknown): PathPattern | null {
  if (typeof pattern !== 'string') return null;
  const known = patterns.get(pattern);
  if (known) return known;
  const made = new PathPattern(pattern);
  if (patterns.size >= mostPatterns) patterns.clear();
  patterns.set(pattern, made);
  return made;
}

const textQueries = new Map<string, TextQuery>();

/** Cached, as patterns are. */
function textQuery(query: unknown): TextQuery | null {
  if (typeof query !== 'string') return null;
  const known = textQueries.get(query);
  if (known) return known;
  const made = new TextQuery(query);
  if (textQueries.size >= mostPatterns) textQueries.clear();
  textQueries.set(query, made);
  return made;
}

function documentFor(reference: unknown, candidates: Candidates) {
  const isReference = typeof reference === 'object' && reference !== null && '_ref' in reference;
  const id = isReference ? reference._ref : reference;
  return typeof id === 'string' ? candidates.get(id) : undefined;
}

function incomingReferences(document: unknown, candidates: Candidates): number | null {
  const isDocument = typeof document === 'object' && document !== null && '_id' in document;
  return isDocument && typeof document._id === 'string' ? candidates.fetch('references', [document._id]).length : null;
}
