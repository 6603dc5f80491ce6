/** A mutex per key: work under the same key runs one after the other, under different keys concurrently. */
export function createKeyedMutex() {
  const last = new Map<string, Promise<unknown>>();
  return function withLock<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = last.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const settled = result
      .catch(() => undefined)
      .finally(() => {
        if (last.get(key) === settled) last.delete(key);
      });
    last.set(key, settled);
    return result;
  };
}
