import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './until.ts';

/**
 * Waits until the site has heard of all these documents, as its journal of expired tags shows. The lake tells of the
 * newest first, so that the last one written says nothing of those before.
 */
export function untilHeard(dataDir: string, ids: readonly string[], patienceMs?: number): Promise<void> {
  const left = new Set(ids);
  return until(
    async () => {
      const journal = await readFile(join(dataDir, 'site', 'expired-tags.ndjson'), 'utf8').catch(() => '');
      for (const [, id = ''] of journal.matchAll(/"document:([^"]+)"/g)) left.delete(id);
      return left.size === 0;
    },
    () => `The site never heard of ${left.size} of ${ids.length} documents, such as ${[...left][0]}.`,
    patienceMs,
  );
}
