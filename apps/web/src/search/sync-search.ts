import type { ContentClient } from '@bodytext/content/read';
import {
  readSearchEntries,
  readSearchEntriesById,
  readTopics,
  type SearchEntry,
} from '@bodytext/content/search-entries';
import type { ExpiredTags } from '../cache/expired-tags.ts';
import type { Index } from './worker-index.ts';

/** How many articles are read at once. */
const pageSize = 100;
const documentTag = /^document:(.+)$/;

type Journal = Pick<ExpiredTags, 'start' | 'position' | 'expiredSince'>;

/** Brings the index up to date with the lake: with all articles at first, then with those whose tags expired. */
export async function syncSearch(index: Index, client: ContentClient, journal: Journal): Promise<void> {
  await index.open?.();
  const { state } = index;
  const { position } = journal;
  if (state === undefined || isOutsideJournal(state.position, journal)) {
    const topics = await readTopics(client);
    await index.replace({ entries: await readAll(client), position, topics });
    return;
  }
  if (state.position === position) return;
  const ids = changedSince(journal, state.position);
  const topics = await readTopics(client);
  const entries: SearchEntry[] = [];
  // In batches: after an import, thousands of articles have changed.
  for (let start = 0; start < ids.length; start += pageSize) {
    entries.push(...(await readSearchEntriesById(client, ids.slice(start, start + pageSize))));
  }
  const found = new Set(entries.map(({ id }) => id));
  await index.update({ entries, gone: ids.filter((id) => !found.has(id)), position, topics });
}

/** Whether a position is of an earlier journal that was lost: the changes since then are unknown. */
export function isOutsideJournal(position: number, journal: Pick<ExpiredTags, 'start' | 'position'>): boolean {
  return position > journal.position || position < journal.start;
}

/** The ids of documents that changed after a position. */
export function changedSince(journal: Journal, position: number): string[] {
  return journal.expiredSince(position).flatMap((tag) => documentTag.exec(tag)?.[1] ?? []);
}

async function readAll(client: ContentClient): Promise<SearchEntry[]> {
  const entries: SearchEntry[] = [];
  for (let after = ''; ; ) {
    const page = await readSearchEntries(client, after, pageSize);
    entries.push(...page.entries);
    if (page.last === undefined) return entries;
    after = page.last;
  }
}
