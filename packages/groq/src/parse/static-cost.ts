import { queryLimits } from '../limits.ts';
import { type ExprNode, isExprNode } from './groq.ts';

const mostNodes = queryLimits.boundedNodes.value;
const longestList = queryLimits.boundedList.value;

/**
 * Whether a query's time is bounded by the documents it reads: then it may run on the main thread, with a budget of
 * reads.
 *
 * Nested loops over parts of one document take at most its size in all, since each level loops over smaller parts. Only
 * `^`, references followed in loops, and loops over other lists can multiply the time.
 */
export function isBounded(tree: ExprNode): boolean {
  let nodes = 0;

  function isWithinLimits(value: unknown, loops: number, isCompared: boolean): boolean {
    if (Array.isArray(value))
      return value.length <= longestList && value.every((item) => isWithinLimits(item, loops, false));
    if (!isExprNode(value)) return true;
    nodes++;
    if (nodes > mostNodes) return false;
    if (value.type === 'Value') return !Array.isArray(value.value) || value.value.length <= longestList;
    if (value.type === 'Parent') return isCompared;
    const isLoop = loopTypes.has(value.type);
    // Deeper nesting is rare, and nested loops over other lists multiply the time without reading a document.
    if (isLoop && (loops >= deepestLoops || (loops > 0 && !isOfDocument(value.base)))) return false;
    return Object.entries(value).every(([field, part]) => {
      const isInner = isLoop && (field === 'expr' || field === 'args');
      return isWithinLimits(part, isInner ? loops + 1 : loops, isComparison(value) || (isCompared && isPath(value)));
    });
  }

  return isWithinLimits(tree, 0, false);
}

/** Whether a loop is over parts of the current document, or over documents, whose reads the budget counts. */
function isOfDocument(base: unknown): boolean {
  if (!isExprNode(base) || base.type === 'This' || base.type === 'Everything') return true;
  const isPart = loopTypes.has(base.type) || partTypes.has(base.type);
  return isPart && isOfDocument(base.base);
}

const deepestLoops = queryLimits.boundedLoops.value;
const partTypes = new Set(['AccessAttribute', 'AccessElement', 'ArrayCoerce', 'Deref', 'Group', 'Slice', 'Projection']);
const loopTypes = new Set(['Filter', 'Map', 'FlatMap', 'PipeFuncCall']);
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** `^._id` may be an operand of a comparison. Elsewhere, `^` may be a long list to loop over or search. */
function isComparison(node: ExprNode): boolean {
  const isOperator = node.type === 'OpCall' && typeof node.op === 'string' && comparisons.has(node.op);
  return isOperator || (node.type === 'FuncCall' && node.name === 'references');
}

function isPath(node: ExprNode): boolean {
  return node.type === 'AccessAttribute' || node.type === 'Group';
}

/** Whether a result may hold a document more than once, so that it may be much longer than what was read. */
export function mayRepeatDocuments(tree: ExprNode): boolean {
  let constructors = 0;

  function count(value: unknown): void {
    if (Array.isArray(value)) value.forEach(count);
    if (!isExprNode(value) || value.type === 'Value') return;
    if (value.type === 'Object') constructors++;
    if (value.type === 'Array' || (value.type === 'OpCall' && value.op === '+')) constructors++;
    Object.values(value).forEach(count);
  }

  count(tree);
  return constructors > 1;
}
