import type { Deadline } from '../deadline.ts';
import { TextQuery } from '../functions/text-query.ts';
import { callNode } from '../parse/call.ts';
import { child, children, type ExprNode, evaluate } from '../parse/groq.ts';
import type { IndexAnswers } from '../plan/candidates.ts';
import { type Lookup, planFilter } from '../plan/plan.ts';

/*
 * Conditions on whole documents, decided by the index: whether a document refers to another, and whether it has some
 * words anywhere. They must be, since candidates may be partial; and searching ten thousand documents takes long.
 * The nodes are given as parsed; the returned calls still have to be compiled, with their arguments.
 */

type Context = { index: IndexAnswers; deadline: Deadline };

/** `references(…)` or `@ match text::query(…)`. */
export function conditionByIndex(node: ExprNode, context: Context): ExprNode {
  if (node.type === 'OpCall') return matchByIndex(node, context, (score) => score > 0);
  const lookup = lookupOf(node);
  const refersTo = (id: string, args: unknown[]) => context.index.matching(lookup, args, args).ids.has(id);
  return callWithStoredId(children(node, 'args'), context, refersTo);
}

/** How well a whole document matches a `text::query(…)`, for `score()`. */
export function scoreByIndex(node: ExprNode, context: Context): ExprNode {
  return matchByIndex(node, context, (score) => score);
}

function matchByIndex(node: ExprNode, context: Context, resultOf: (score: number) => unknown) {
  const lookup = lookupOf(node);
  const searched = child(node, 'left');

  function scoreOf(id: string, [query]: unknown[]): number {
    if (!(query instanceof TextQuery)) return 0;
    const { ids, isExact } = context.index.matching(lookup, [query], query);
    if (!ids.has(id)) return 0;
    if (isExact) return query.wholeDocumentScore();
    // The index does not hold phrases, for example: read the document.
    const value = evaluate(searched, { root: context.index.readWhole(id) });
    return query.score(value, () => context.deadline.check());
  }

  return callWithStoredId([child(node, 'right')], context, (id, args) => resultOf(scoreOf(id, args)));
}

function lookupOf(node: ExprNode): Lookup {
  const condition = planFilter(node, { isHidden: false })?.condition;
  if (condition && 'index' in condition) return condition;
  throw new Error('No index answers this condition on whole documents.');
}

/** A call with the document's stored id and the evaluated arguments. */
function callWithStoredId(args: ExprNode[], { index }: Context, answer: (id: string, args: unknown[]) => unknown) {
  const ids = ['_id', '_originalId'].map((name): ExprNode => ({ type: 'AccessAttribute', name }));
  return callNode(
    (_id, _originalId, ...values) => answer(index.storedId({ _id, _originalId }), values),
    [...ids, ...args],
  );
}
