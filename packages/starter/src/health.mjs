import { setTimeout as pause } from 'node:timers/promises';
import { lastWords } from './children.mjs';
import { Problem } from './problem.mjs';

/**
 * Waits until a server answers 200 at `/healthz`, for as long as it lives.
 * @param {{ child: import('./children.mjs').Child, port: number, patienceMs: number }} server
 */
export async function untilHealthy({ child, port, patienceMs }) {
  const url = `http://localhost:${port}/healthz`;
  const deadline = Date.now() + patienceMs;
  /** @type {string | undefined} */
  let end;
  child.ended.then((how) => {
    end = how;
  });
  while (!(await isHealthy(url))) {
    if (end) throw new Problem(lastWords(child, `stopped (${end})`));
    if (Date.now() > deadline) {
      throw new Problem(lastWords(child, `gave no answer at ${url} within ${Math.round(patienceMs / 1000)} s`));
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
