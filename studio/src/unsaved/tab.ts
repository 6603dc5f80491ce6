/** This window's name among all that the browser has open. Without a secure context there is no `crypto.randomUUID`. */
export const thisTab = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

const lockOf = (tab: string): string => `bodytext-tab-${tab}`;

/** Lets other windows see that this one is open: the browser drops the lock with the window, however it ends. */
export function showThatTabIsOpen(): void {
  navigator.locks?.request(lockOf(thisTab), () => new Promise(() => {}));
}

/** The windows of this browser that are open. Where there are no locks, as without TLS, this one only. */
export async function openTabs(): Promise<(tab: string) => boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const names = new Set(held.map(({ name }) => name));
  return (tab) => tab === thisTab || names.has(lockOf(tab));
}

/** Does something that only one window may do at a time; not at all while another does it. */
export async function inOneTab(what: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request(`bodytext-${what}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}
