import { queryLimits } from '../limits.ts';
import { type ExprNode, isExprNode } from './groq.ts';

const mostNodes = queryLimits.boundedNodes.value;
const longestList = queryLimits.boundedList.value;

/**
 * Whether a query's time is bounded by the documents it reads: then it may run at once, with a budget of documents.
 *
 * Within one document, loops take at most its size: what they loop over gets smaller with every level. Only what
 * looks back (`^`), follows references within loops, or loops over lists of its own can multiply that.
 */
export function isBounded(tree: ExprNode): boolean {
  let nodes = 0;

  function isFine(value: unknown, loops: number, isCompared: boolean): boolean {
    if (Array.isArray(value)) return value.length <= longestList && value.every((item) => isFine(item, loops, false));
    if (!isExprNode(value)) return true;
    nodes++;
    if (nodes > mostNodes) return false;
    if (value.type === 'Value') return !Array.isArray(value.value) || value.value.length <= longestList;
    if (value.type === 'Parent') return isCompared;
    const isLoop = loopTypes.has(value.type);
    // A loop in a loop in a loop is rare, and a list in each of them is how a query is made to take for ever.
    if (isLoop && (loops >= deepestLoops || (loops > 0 && !isOfDocument(value.base)))) return false;
    return Object.entries(value).every(([field, part]) => {
      const isInner = isLoop && (field === 'expr' || field === 'args');
      return isFine(part, isInner ? loops + 1 : loops, isComparison(value) || (isCompared && isPath(value)));
    });
  }

  return isFine(tree, 0, false);
}

/** Whether what is looped over is a part of the document at hand, or documents that are counted when they are read. */
function isOfDocument(base: unknown): boolean {
  if (!isExprNode(base) || base.type === 'This' || base.type === 'Everything') return true;
  const isPart = loopTypes.has(base.type) || partTypes.has(base.type);
  return isPart && isOfDocument(base.base);
}

const deepestLoops = queryLimits.boundedLoops.value;
const partTypes = new Set(['AccessAttribute', 'AccessElement', 'ArrayCoerce', 'Deref', 'Group', 'Slice', 'Projection']);
const loopTypes = new Set(['Filter', 'Map', 'FlatMap', 'PipeFuncCall']);
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** `^._id` may be compared with something; as something to loop over or to look in it may be long. */
function isComparison(node: ExprNode): boolean {
  const isOperator = node.type === 'OpCall' && typeof node.op === 'string' && comparisons.has(node.op);
  return isOperator || (node.type === 'FuncCall' && node.name === 'references');
}

function isPath(node: ExprNode): boolean {
  return node.type === 'AccessAttribute' || node.type === 'Group';
}

/** Whether a result can name what was read more than once, so that it may be much longer than that. */
export function mayMultiply(tree: ExprNode): boolean {
  let projections = 0;

  function count(value: unknown): void {
    if (Array.isArray(value)) value.forEach(count);
    if (!isExprNode(value) || value.type === 'Value') return;
    if (value.type === 'Object') projections++;
    if (value.type === 'Array' || (value.type === 'OpCall' && value.op === '+')) projections++;
    Object.values(value).forEach(count);
  }

  count(tree);
  return projections > 1;
}
