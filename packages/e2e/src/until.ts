import { setTimeout } from 'node:timers/promises';

/** Waits for a state that Playwright has no way to wait for. */
export async function until(
  isReached: () => Promise<boolean>,
  orElse: () => string | Promise<string>,
  patienceMs = 90_000,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isReached())) {
    if (Date.now() > deadline) throw new Error(await orElse());
    await setTimeout(50);
  }
}
