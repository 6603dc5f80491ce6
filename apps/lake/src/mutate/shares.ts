/** After so long, half of what somebody has used is forgotten. */
const halfLifeMs = 1_000;
/** Beyond so many, everybody begins anew. */
const mostRemembered = 1_000;

/** How much time everybody has used lately, so that one who writes much keeps nobody else waiting for long. */
export type Shares = ReturnType<typeof createShares>;

export function createShares(now: () => number = () => performance.now()) {
  const used = new Map<string, { ms: number; at: number }>();

  function of(author: string | undefined): number {
    const known = author === undefined ? undefined : used.get(author);
    return known ? known.ms * 0.5 ** ((now() - known.at) / halfLifeMs) : 0;
  }

  return {
    of,
    /** Does something in somebody's name; the time it takes is theirs. */
    spend<Result>(author: string, work: () => Result): Result {
      const began = now();
      try {
        return work();
      } finally {
        const ms = of(author) + now() - began;
        if (used.size >= mostRemembered) used.clear();
        used.set(author, { ms, at: now() });
      }
    },
  };
}
