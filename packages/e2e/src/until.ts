import { setTimeout } from 'node:timers/promises';

/** How long a person waits here, in milliseconds: a Studio may take a minute to open where processors are few and busy. */
export const patienceMs = 90_000;

/** Waits for a state that Playwright has no way to wait for. */
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
