import { setTimeout as pause } from 'node:timers/promises';
import { failureMessage } from './children.mjs';
import { Problem } from './problem.mjs';

/**
 * Waits until a server answers 200 at `/healthz`; throws when it exits or at the timeout.
 * @param {{ child: import('./children.mjs').Child, port: number, timeoutMs: number }} server
 */
export async function untilHealthy({ child, port, timeoutMs }) {
  const url = `http://localhost:${port}/healthz`;
  const deadline = Date.now() + timeoutMs;
  /** @type {string | undefined} */
  let exit;
  child.ended.then((how) => {
    exit = how;
  });
  while (!(await isHealthy(url))) {
    if (exit) throw new Problem(failureMessage(child, `stopped (${exit})`));
    if (Date.now() > deadline) {
      throw new Problem(failureMessage(child, `gave no answer at ${url} within ${Math.round(timeoutMs / 1000)} s`));
    }
    await pause(40);
  }
}

/** @param {string} url */
async function isHealthy(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
