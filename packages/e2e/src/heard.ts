import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './until.ts';

/** The site's journal of expired tags: a webhook is in it before it is answered, and before anybody gets a page. */
function journalOf(dataDir: string): Promise<string> {
  return readFile(join(dataDir, 'site', 'expired-tags.ndjson'), 'utf8').catch(() => '');
}

/**
 * Waits until the site has heard of all these documents, as its journal of expired tags shows. The lake tells of the
 * newest first, so that the last one written says nothing of those before.
 */
export function untilHeard(dataDir: string, ids: readonly string[], patienceMs?: number): Promise<void> {
  const left = new Set(ids);
  return until(
    async () => {
      for (const [, id = ''] of (await journalOf(dataDir)).matchAll(/"document:([^"]+)"/g)) left.delete(id);
      return left.size === 0;
    },
    () => `The site never heard of ${left.size} of ${ids.length} documents, such as ${[...left][0]}.`,
    patienceMs,
  );
}

/**
 * Takes steps that change a document, and waits until the site has heard of it, once more than before. The lake's answer
 * waits for that too, but for a quarter of a second at most, which is little where every processor is busy. Whoever
 * asks the site after this is promised what the steps made.
 *
 * @param tag such as `document:article-sciatica`
 */
export async function untilHeardAgain(dataDir: string, tag: string, steps: () => Promise<unknown>): Promise<void> {
  const times = async () => (await journalOf(dataDir)).split(`"${tag}"`).length;
  const before = await times();
  await steps();
  await until(
    async () => (await times()) > before,
    () => `The site never heard of ${tag}.`,
  );
}
