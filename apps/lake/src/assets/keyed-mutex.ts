/** Does what concerns the same thing one after the other; what concerns different things goes on side by side. */
export function createKeyedMutex() {
  const last = new Map<string, Promise<unknown>>();
  return function withLock<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine
      .catch(() => undefined)
      .finally(() => {
        if (last.get(key) === settled) last.delete(key);
      });
    last.set(key, settled);
    return mine;
  };
}
