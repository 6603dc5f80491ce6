/** `process.threadCpuUsage()` takes as long as sending an answer, a fifth of a small query's time: a value is cached so long. */
export const freshForMs = 5;
let lately = { at: Number.NEGATIVE_INFINITY, spent: 0 };

/** CPU time of this thread in milliseconds, as it was at most `freshForMs` ago. */
export function spentLately(now: number): number {
  if (now - lately.at > freshForMs) lately = { at: now, spent: spentMs() };
  return lately.spent;
}

/** CPU time of this thread in milliseconds, asked of the system now. */
export function spentMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
