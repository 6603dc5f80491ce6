import { z } from 'zod';

/** The id of the script element in which the build lists the Studio's chunks. */
export const modulesElementId = 'modules';

/** Browsers open six HTTP/1.1 connections to a host. */
const concurrency = 6;

/**
 * Fetches all chunks into the browser's HTTP cache once the Studio is open. It imports them lazily, and an import that
 * fails during an outage crashes a tool until the page is reloaded.
 *
 * @param whenConnected resolves when there is no outage
 */
export async function preloadModules(page: Document, whenConnected: () => Promise<void>): Promise<void> {
  const list = page.getElementById(modulesElementId)?.textContent || '[]';
  const addresses = z.array(z.string()).parse(JSON.parse(list)).values();
  await Promise.all(Array.from({ length: concurrency }, () => preloadEach(addresses, whenConnected)));
}

async function preloadEach(
  addresses: Iterator<string> & Iterable<string>,
  whenConnected: () => Promise<void>,
): Promise<void> {
  for (const address of addresses) {
    for (let isLoaded = false; !isLoaded; ) {
      await whenConnected();
      isLoaded = await load(address);
    }
  }
}

/**
 * False on a network error, which is retried. A 404 is final: the chunks of an earlier build are deleted by an update.
 */
async function load(address: string): Promise<boolean> {
  try {
    await (await fetch(address, { priority: 'low' })).arrayBuffer();
    return true;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return false;
  }
}
