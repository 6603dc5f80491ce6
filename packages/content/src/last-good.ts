/**
 * A stale-if-error cache: the last valid answer of every query, for an outage and for invalid documents. Outside the
 * lake, so that it survives the lake, a restart and a rebuild.
 */
export interface LastGood {
  /** The answer saved under the key, or undefined. */
  get(key: string): Promise<unknown>;
  /** Saves a valid answer. */
  set(key: string, answer: unknown): Promise<void>;
}

/** In memory, for tests. */
export function lastGoodInMemory(): LastGood {
  const answers = new Map<string, unknown>();
  return {
    get: async (key) => answers.get(key),
    set: async (key, answer) => void answers.set(key, answer),
  };
}
