/**
 * The last good answer of every read: what pages show while the lake fails or a document is invalid.
 * Kept outside the lake, so that it survives the lake, a restart and a rebuild.
 */
export interface LastGood {
  /** The answer stored under the key, or undefined. */
  get(key: string): Promise<unknown>;
  /** Stores an answer that was parsed without a problem. */
  set(key: string, answer: unknown): Promise<void>;
}

/** Remembers for as long as the program runs. For tests, and for tools that read once. */
export function lastGoodInMemory(): LastGood {
  const answers = new Map<string, unknown>();
  return {
    get: async (key) => answers.get(key),
    set: async (key, answer) => void answers.set(key, answer),
  };
}
