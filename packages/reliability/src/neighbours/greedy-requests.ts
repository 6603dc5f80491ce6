export type Target = {
  url: string;
  token: string;
  /** The file names of a small and a large photograph. */
  pictures: { small: string; large: string };
  /** The number of documents in the lake. */
  documents: number;
};

export type GreedyRequest = {
  method?: string;
  path: string;
  body?: string | Buffer;
  headers?: Record<string, string>;
  isAnonymous?: boolean;
};

/** Responses counted; `failed` are those with 5xx, and connections that the lake closed. */
export type Outcome = { answered: number; refused: number; failed: number };

/** Loads the lake in one way until `isOver`. */
export type Drive = (target: Target, isOver: () => boolean, outcome: Outcome) => Promise<void>;

export const data = (operation: string, parameters: Record<string, string> = {}): string =>
  `/v2025-02-19/data/${operation}/production?${new URLSearchParams(parameters)}`;
export const query = (text: string, n: number): GreedyRequest => ({
  path: data('query', { query: text, tag: `greedy${n}` }),
});
export const mutate = (mutations: unknown[], more: Record<string, string> = {}): GreedyRequest => ({
  method: 'POST',
  path: data('mutate', { visibility: 'async', ...more }),
  body: JSON.stringify({ mutations }),
});
export const numbers = (count: number, from = 0): number[] => Array.from({ length: count }, (_, n) => n + from);
export const nestedLoops = (depth: number, length: number, inner: string): string =>
  numbers(depth).reduce((within) => `count(${JSON.stringify(numbers(length))}[${within} > 0])`, inner);
export const noteMutation = (name: string, content: Record<string, unknown>): unknown => ({
  createOrReplace: { _id: `greedy-${name}`, _type: 'system.note', ...content },
});
