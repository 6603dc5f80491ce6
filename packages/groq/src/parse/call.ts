import { type ExprNode, evaluate } from './groq.ts';

type Compute = (...args: unknown[]) => unknown;

/**
 * A node that calls a function of ours with its evaluated arguments.
 *
 * groq-js looks functions up by name in a registry that nothing can be added to. `patches/groq-js+2.0.0.patch` lets a
 * `FuncCall` node carry its implementation; it is applied when npm runs the root's `postinstall`.
 */
export function callNode(compute: Compute, args: ExprNode[]): ExprNode {
  return { type: 'FuncCall', namespace: 'bodytext', name: 'compute', args, compute };
}

/** Whether a node was made by `callNode`, so that there is no function of GROQ to look up for it. */
export function isCallNode(node: ExprNode): boolean {
  return node.type === 'FuncCall' && node.compute !== undefined;
}

function isPatched(): boolean {
  try {
    return (
      evaluate(
        callNode(() => true, []),
        {},
      ) === true
    );
  } catch {
    return false;
  }
}

// Checked once, when the package is loaded: otherwise each query would fail with “Unknown function”.
if (!isPatched()) {
  throw new Error('groq-js is not patched: run npm install with install scripts allowed.');
}
