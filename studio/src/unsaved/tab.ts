/** This tab's unique name. Not `crypto.randomUUID`, which needs a secure context. */
export const thisTab = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

const lockOf = (tab: string): string => `bodytext-tab-${tab}`;

/**
 * Holds a Web Lock that shows other tabs that this one is open: the browser releases it when the tab closes or crashes.
 */
export function holdTabLock(): void {
  navigator.locks?.request(lockOf(thisTab), () => new Promise(() => {}));
}

/** Whether a tab is open. Without Web Locks, which need a secure context, only this one counts as open. */
export async function openTabs(): Promise<(tab: string) => boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const names = new Set(held.map(({ name }) => name));
  return (tab) => tab === thisTab || names.has(lockOf(tab));
}

/** Runs a task under a lock that all tabs share; skips it while another tab holds the lock. */
export async function withTabLock(name: string, task: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return task();
  await navigator.locks.request(`bodytext-${name}`, { ifAvailable: true }, (lock) => (lock ? task() : undefined));
}
