import { z } from 'zod';

/** The id of the page's element that lists the Studio's modules; the build writes it. */
export const modulesElementId = 'modules';

/** As many requests at once as browsers send to one host. */
const atOnce = 6;

/**
 * Brings the Studio's other modules into the browser's cache, once the page is loaded. The Studio loads them only when
 * they are needed first, and a part of it whose module can't be loaded then crashes until a reload.
 *
 * @param connected resolves when there is a connection
 */
export async function loadAll(page: Document, connected: () => Promise<void>): Promise<void> {
  const list = page.getElementById(modulesElementId)?.textContent || '[]';
  const addresses = z.array(z.string()).parse(JSON.parse(list)).values();
  await Promise.all(Array.from({ length: atOnce }, () => loadEach(addresses, connected)));
}

async function loadEach(addresses: Iterator<string> & Iterable<string>, connected: () => Promise<void>): Promise<void> {
  for (const address of addresses) {
    for (let isLoaded = false; !isLoaded; ) {
      await connected();
      isLoaded = await load(address);
    }
  }
}

/** False on a network error, which is retried. A 404 is not: after an update of the Studio its old chunks are gone for good. */
async function load(address: string): Promise<boolean> {
  try {
    await (await fetch(address, { priority: 'low' })).arrayBuffer();
    return true;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return false;
  }
}
