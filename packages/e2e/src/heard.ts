import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './until.ts';

/** The site's journal of expired tags. The site writes a webhook's tags to it before it responds or renders a page. */
function journalOf(dataDir: string): Promise<string> {
  return readFile(join(dataDir, 'site', 'expired-tags.ndjson'), 'utf8').catch(() => '');
}

/**
 * Waits until the site has had the webhooks of all these documents, as its journal of expired tags shows. The lake
 * delivers the newest first, so waiting for the last document written is not enough.
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
 * Takes steps that change a document, and waits until the site has had one more webhook about it. The lake's response
 * waits for the webhook too, but for 250 ms at most, which is too short on a busy machine. A page requested after this
 * shows the change.
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
