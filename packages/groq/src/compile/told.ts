import type { Deadline } from '../deadline.ts';
import { TextQuery } from '../functions/text-query.ts';
import { callNode } from '../parse/call.ts';
import { child, children, type ExprNode, evaluate } from '../parse/groq.ts';
import type { Told } from '../plan/candidates.ts';
import { type Lookup, planFilter } from '../plan/plan.ts';

/*
 * Conditions on a document as a whole, answered by the index: whether it refers to others, and whether it has words
 * anywhere. A query may have but some of the document's values; and to look through ten thousand documents takes long.
 * The nodes are given as parsed, and are to be compiled with their arguments.
 */

type Context = { told: Told; deadline: Deadline };

/** `references(…)` or `@ match text::query(…)`. */
export function toldCondition(node: ExprNode, context: Context): ExprNode {
  if (node.type === 'OpCall') return toldMatch(node, context, (score) => score > 0);
  const lookup = lookupOf(node);
  const refers = (id: string, args: unknown[]) => context.told.passing(lookup, args, args).ids.has(id);
  return asked(children(node, 'args'), context, refers);
}

/** How well a whole document matches a `text::query(…)`, for `score()`. */
export function toldScore(node: ExprNode, context: Context): ExprNode {
  return toldMatch(node, context, (score) => score);
}

function toldMatch(node: ExprNode, context: Context, resultOf: (score: number) => unknown) {
  const lookup = lookupOf(node);
  const searched = child(node, 'left');

  function scoreOf(id: string, [query]: unknown[]): number {
    if (!(query instanceof TextQuery)) return 0;
    const { ids, isExact } = context.told.passing(lookup, [query], query);
    if (!ids.has(id)) return 0;
    if (isExact) return query.scoreOfWhole();
    // Words beside each other, say, are known only from the document.
    const value = evaluate(searched, { root: context.told.whole(id) });
    return query.score(value, () => context.deadline.check());
  }

  return asked([child(node, 'right')], context, (id, args) => resultOf(scoreOf(id, args)));
}

function lookupOf(node: ExprNode): Lookup {
  const condition = planFilter(node, { isHidden: false })?.condition;
  if (condition && 'index' in condition) return condition;
  throw new Error('This condition on whole documents is none that an index answers.');
}

/** Calls with the document's id in the store, and with what the arguments are. */
function asked(args: ExprNode[], { told }: Context, answer: (id: string, args: unknown[]) => unknown) {
  const ids = ['_id', '_originalId'].map((name): ExprNode => ({ type: 'AccessAttribute', name }));
  return callNode(
    (_id, _originalId, ...values) => answer(told.storedId({ _id, _originalId }), values),
    [...ids, ...args],
  );
}
