import { join } from 'node:path';
import type { EveryArticle } from '@bodytext/content/every-article';
import type { ContentClient } from '@bodytext/content/read';
import { taxonomyOf } from '@bodytext/content/search-entries';
import { DatabaseReplaced } from '@bodytext/data-dir/self-healing-database';
import { z } from 'zod';
import { type ExpiredTags, expiredTags } from '../cache/expired-tags.ts';
import { limits } from '../limits.ts';
import { type Caller, FairTurns, newCaller } from '../server/fair-turns.ts';
import { removalsIn } from '../server/removals.ts';
import type { SearchResult } from './search-queries.ts';
import { changedSince, isOfAnotherJournal, syncSearch } from './sync-search.ts';
import { type Index, ThreadedIndex } from './threaded-index.ts';

/** An article that was found, with its address now. */
export type FoundArticle = Omit<SearchResult['hits'][number], 'slug' | 'topicId'> & { path: string; topic: string };
export type FoundArticles = Omit<SearchResult, 'hits'> & { hits: FoundArticle[] };

const pageSize = 30;
const patience = limits.searchPatience.value;

declare global {
  var bodytextSearch: Search | undefined;
}

/** Finds articles by their words. What changed is found by its new words, and what is withdrawn not at all. */
export class Search {
  readonly #index: Index;
  readonly #client: ContentClient;
  readonly #changes: ExpiredTags;
  readonly #turns = new FairTurns({
    atOnce: 1,
    mostWaiting: limits.waiting.value,
    longest: limits.search.value,
  });
  #syncing: Promise<void> | undefined;

  constructor(parts: { index: Index; client: ContentClient; changes: ExpiredTags }) {
    this.#index = parts.index;
    this.#client = parts.client;
    this.#changes = parts.changes;
  }

  /** Brings the index up to date; all who ask at the same time wait for one and the same work. */
  sync(): Promise<void> {
    this.#syncing ??= syncSearch(this.#index, this.#client, this.#changes).finally(() => {
      this.#syncing = undefined;
    });
    return this.#syncing;
  }

  /**
   * Throws only while the index was never filled: else a lake that fails leaves what is known to be right.
   *
   * @param page of what is found, from 1; one that there is not is the first
   * @param caller who searches: one after the other does, and nobody behind all the searches of somebody else
   */
  find(query: string, page = 1, caller = newCaller()): Promise<FoundArticles> {
    return this.#againIfReplaced(() => this.#find(query, page, caller));
  }

  /** Every article, from the index. Throws only while it was never filled. */
  everyArticle(): Promise<EveryArticle> {
    return this.#againIfReplaced(() => this.#everyArticle());
  }

  async #find(query: string, page: number, caller: Caller): Promise<FoundArticles> {
    await Promise.race([this.sync(), timeout(patience)]).catch((cause: unknown) => {
      if (this.#state === undefined) throw cause;
    });
    const state = this.#state;
    if (state === undefined) throw new Error('The search index is not there yet.');
    const hidden = this.#takenAwaySince(state.position);
    const taxonomy = taxonomyOf(withoutIds(state.topics, new Set(hidden)));
    const topics = taxonomy.links().map(({ id }) => id);
    const result = await this.#inTurn(caller, () => this.#index.search(query, { page, pageSize, hidden, topics }));
    const hits = result.hits.flatMap(({ slug, topicId, ...hit }): FoundArticle[] => {
      const document = { _id: hit.id, _type: 'article', slug: { current: slug }, topic: { _ref: topicId } };
      const path = taxonomy.pathOf(document);
      return path === undefined ? [] : [{ ...hit, path, topic: taxonomy.linkTo(topicId)?.title ?? '' }];
    });
    return { ...result, hits };
  }

  async #everyArticle(): Promise<EveryArticle> {
    const { position } = this.#changes;
    await Promise.race([this.#upTo(position), timeout(patience)]).catch(() => undefined);
    // At the first start of all, there is nothing to show in the meantime.
    if (this.#state === undefined) await this.sync();
    const state = this.#state;
    if (state === undefined) throw new Error('The articles are not known yet.');
    const hidden = this.#takenAwaySince(state.position);
    return { articles: await this.#index.listings(hidden), stale: state.position < position };
  }

  async #inTurn<Result>(caller: Caller, work: () => Result | Promise<Result>): Promise<Result> {
    let result: { value: Result } | undefined;
    await this.#turns.take(caller, async () => {
      result = { value: await work() };
    });
    if (result === undefined) throw new Error('Too many search at once.');
    return result.value;
  }

  /** An index that is found to be damaged is filled again before it is asked again. */
  async #againIfReplaced<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof DatabaseReplaced)) throw cause;
      await this.sync();
      return ask();
    }
  }

  /** How far the index has come; undefined where that says nothing of what is left out since. */
  get #state() {
    const { state } = this.#index;
    return state && !isOfAnotherJournal(state.position, this.#changes) ? state : undefined;
  }

  /** What was edited meanwhile is shown with its old words, as its page shows them. What was taken away is not. */
  #takenAwaySince(position: number): string[] {
    const removals = removalsIn(this.#changes);
    return changedSince(this.#changes, position).filter((id) => removals.isGoneSince(id, position));
  }

  /** One that is under way may have begun before the last change. */
  async #upTo(position: number): Promise<void> {
    await this.sync();
    if ((this.#index.state?.position ?? position) < position) await this.sync();
  }
}

/** The search of this program. Global, for the same reason as `expiredTags`. */
export function search(dataDir: string, client: ContentClient): Search {
  globalThis.bodytextSearch ??= new Search({
    index: new ThreadedIndex(join(dataDir, 'site', 'search.sqlite')),
    client,
    changes: expiredTags(dataDir),
  });
  return globalThis.bodytextSearch;
}

const identified = z.object({ _id: z.string() });

function withoutIds(documents: readonly unknown[], ids: ReadonlySet<string>): unknown[] {
  return documents.filter((document) => !ids.has(identified.safeParse(document).data?._id ?? ''));
}

function timeout(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
