import type { ContentClient } from '@bodytext/content/read';
import {
  readSearchEntries,
  readSearchEntriesById,
  readTopics,
  type SearchEntry,
} from '@bodytext/content/search-entries';
import type { ExpiredTags } from '../cache/expired-tags.ts';
import type { Index } from './threaded-index.ts';

/** How many articles are read at once. */
const pageSize = 100;
const documentTag = /^document:(.+)$/;

type Changes = Pick<ExpiredTags, 'begin' | 'position' | 'expiredSince'>;

/** Brings the index to what the lake says now: everything at first, and then only what changed. */
export async function syncSearch(index: Index, client: ContentClient, changes: Changes): Promise<void> {
  await index.open?.();
  const { state } = index;
  const { position } = changes;
  if (state === undefined || isOfAnotherJournal(state.position, changes)) {
    const topics = await readTopics(client);
    await index.replace({ entries: await readAll(client), position, topics });
    return;
  }
  if (state.position === position) return;
  const ids = changedSince(changes, state.position);
  const topics = await readTopics(client);
  const entries: SearchEntry[] = [];
  // After an import, thousands have changed: more than one answer may take.
  for (let start = 0; start < ids.length; start += pageSize) {
    entries.push(...(await readSearchEntriesById(client, ids.slice(start, start + pageSize))));
  }
  const found = new Set(entries.map(({ id }) => id));
  await index.update({ entries, gone: ids.filter((id) => !found.has(id)), position, topics });
}

/** A position that the journal does not reach, or from before it begins: what was counted then says nothing here. */
export function isOfAnotherJournal(position: number, changes: Pick<ExpiredTags, 'begin' | 'position'>): boolean {
  return position > changes.position || position < changes.begin;
}

/** The documents that changed since the index was last right. */
export function changedSince(changes: Changes, position: number): string[] {
  return changes.expiredSince(position).flatMap((tag) => documentTag.exec(tag)?.[1] ?? []);
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
