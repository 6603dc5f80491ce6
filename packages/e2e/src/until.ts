import { setTimeout } from 'node:timers/promises';

/** The default timeout: the Studio may take a minute to open on a busy machine with few processors. */
export const patienceMs = 90_000;

/** Polls for a condition that Playwright can't wait for. */
export async function until(
  isReached: () => Promise<boolean>,
  orElse: () => string | Promise<string>,
  waitMs = patienceMs,
): Promise<void> {
  const deadline = Date.now() + waitMs;
  while (!(await isReached())) {
    if (Date.now() > deadline) throw new Error(await orElse());
    await setTimeout(50);
  }
}
