/** `process.threadCpuUsage()` takes as long as sending an answer, a fifth of a small query's time: a value is cached so long. */
export const cpuMsCachedFor = 5;
let cached = { at: Number.NEGATIVE_INFINITY, ms: 0 };

/** CPU time of this thread in milliseconds, at most `cpuMsCachedFor` old. */
export function cachedCpuMs(now: number): number {
  if (now - cached.at > cpuMsCachedFor) cached = { at: now, ms: cpuMs() };
  return cached.ms;
}

/** CPU time of this thread in milliseconds, by a system call. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
