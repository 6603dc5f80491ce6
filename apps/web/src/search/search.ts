import { join } from 'node:path';
import type { ContentClient, EveryArticle } from '@bodytext/content/read';
import { taxonomyOf } from '@bodytext/content/search-entries';
import { DatabaseReplaced } from '@bodytext/data-dir/self-healing-database';
import { z } from 'zod';
import { type ExpiredTags, expiredTags } from '../cache/expired-tags.ts';
import { removalsIn } from '../cache/removals.ts';
import { limits } from '../limits.ts';
import { processWide } from '../process-wide.ts';
import { type Caller, createFairQueue, newCaller } from '../server/fair-queue.ts';
import type { SearchResult } from './search-queries.ts';
import { changedSince, isOutsideJournal, syncSearch } from './sync-search.ts';
import { createWorkerIndex, type Index } from './worker-index.ts';

/** A hit with its current address. */
export type FoundArticle = Omit<SearchResult['hits'][number], 'slug' | 'topicId'> & { path: string; topic: string };
export type FoundArticles = Omit<SearchResult, 'hits'> & { hits: FoundArticle[] };

const pageSize = 30;
const syncTimeoutMs = limits.searchSyncTimeout.value;

export type Search = ReturnType<typeof createSearch>;

declare module '../process-wide.ts' {
  interface Instances {
    search: Search;
  }
}

type Parts = { index: Index; client: ContentClient; journal: ExpiredTags };

/**
 * Full-text search of articles. While the lake fails, the index is used as it is: an edited article is found by its old
 * text, and an unpublished one is not found.
 */
export function createSearch({ index, client, journal }: Parts) {
  const queue = createFairQueue({
    concurrency: 1,
    maxQueued: limits.queuedRequests.value,
    slotMs: limits.search.value,
  });
  let syncing: Promise<void> | undefined;

  return {
    sync,

    /**
     * Throws while the index was never filled.
     *
     * @param page from 1; a page behind the last counts as 1
     * @param caller on whose behalf: searches share a fair queue
     */
    find(query: string, page = 1, caller = newCaller()): Promise<FoundArticles> {
      return retryIfReplaced(() => findOnce(query, page, caller));
    },

    /** Every article, from the index. Throws while it was never filled. */
    everyArticle(): Promise<EveryArticle> {
      return retryIfReplaced(readEveryArticle);
    },
  };

  /** Brings the index up to date. Concurrent calls share one run. */
  function sync(): Promise<void> {
    syncing ??= syncSearch(index, client, journal).finally(() => {
      syncing = undefined;
    });
    return syncing;
  }

  async function findOnce(query: string, page: number, caller: Caller): Promise<FoundArticles> {
    await Promise.race([sync(), timeout(syncTimeoutMs)]).catch((cause: unknown) => {
      if (validState() === undefined) throw cause;
    });
    const state = validState();
    if (state === undefined) throw new Error('The search index is not there yet.');
    const hidden = removedSince(state.position);
    const taxonomy = taxonomyOf(withoutIds(state.topics, new Set(hidden)));
    const topics = taxonomy.links().map(({ id }) => id);
    const result = await runQueued(caller, () => index.search(query, { page, pageSize, hidden, topics }));
    const hits = result.hits.flatMap(({ slug, topicId, ...hit }): FoundArticle[] => {
      const document = { _id: hit.id, _type: 'article', slug: { current: slug }, topic: { _ref: topicId } };
      const path = taxonomy.pathOf(document);
      return path === undefined ? [] : [{ ...hit, path, topic: taxonomy.linkTo(topicId)?.title ?? '' }];
    });
    return { ...result, hits };
  }

  async function readEveryArticle(): Promise<EveryArticle> {
    const { position } = journal;
    await Promise.race([syncUpTo(position), timeout(syncTimeoutMs)]).catch(() => undefined);
    // The site's very first start: there is no index to fall back on.
    if (validState() === undefined) await sync();
    const state = validState();
    if (state === undefined) throw new Error('The articles are not known yet.');
    const hidden = removedSince(state.position);
    return { articles: await index.listings(hidden), stale: state.position < position };
  }

  async function runQueued<Result>(caller: Caller, task: () => Result | Promise<Result>): Promise<Result> {
    let result: { value: Result } | undefined;
    await queue.run(caller, async () => {
      result = { value: await task() };
    });
    if (result === undefined) throw new Error('Too many search at once.');
    return result.value;
  }

  /** Fills an index that was damaged and replaced, and retries once. */
  async function retryIfReplaced<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (cause) {
      if (!(cause instanceof DatabaseReplaced)) throw cause;
      await sync();
      return read();
    }
  }

  /** The index's state; undefined if the changes since then are unknown. */
  function validState() {
    const { state } = index;
    return state && !isOutsideJournal(state.position, journal) ? state : undefined;
  }

  /** Ids of documents that were unpublished after a position. Edited ones stay: their pages show old content as well. */
  function removedSince(position: number): string[] {
    const removals = removalsIn(journal);
    return changedSince(journal, position).filter((id) => removals.isGoneSince(id, position));
  }

  /** Syncs twice if need be: a sync that is running may have started before the last change. */
  async function syncUpTo(position: number): Promise<void> {
    await sync();
    if ((index.state?.position ?? position) < position) await sync();
  }
}

/** The search of this process. */
export function search(dataDir: string, client: ContentClient): Search {
  return processWide('search', () => {
    const index = createWorkerIndex(join(dataDir, 'site', 'search.sqlite'));
    return createSearch({ index, client, journal: expiredTags(dataDir) });
  });
}

const identified = z.object({ _id: z.string() });

function withoutIds(documents: readonly unknown[], ids: ReadonlySet<string>): unknown[] {
  return documents.filter((document) => !ids.has(identified.safeParse(document).data?._id ?? ''));
}

function timeout(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
