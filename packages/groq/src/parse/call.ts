import type { ExprNode } from './groq.ts';

type Compute = (...args: unknown[]) => unknown;

/**
 * A tree that calls our own function with evaluated arguments.
 *
 * groq-js has no way to add a function. It does read an attribute by first asking the object for
 * `hasOwnProperty(name)`; so this makes an object that holds the arguments and computes its `result` when asked.
 */
export function callNode(compute: Compute, args: ExprNode[]): ExprNode {
  return {
    type: 'AccessAttribute',
    name: 'result',
    base: {
      type: 'Object',
      attributes: [
        { type: 'ObjectSplat', value: { type: 'Value', value: { hasOwnProperty: computing(compute) } } },
        {
          type: 'ObjectAttributeValue',
          name: 'args',
          value: { type: 'Array', elements: args.map((value) => ({ type: 'ArrayElement', value, isSplat: false })) },
        },
      ],
    },
  };
}

function computing(compute: Compute) {
  return function computeResult(this: { args: unknown[]; result?: unknown }): boolean {
    this.result = compute(...this.args);
    return true;
  };
}
