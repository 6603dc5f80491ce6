import { DatabaseReplaced } from '@bodytext/data-dir/self-healing-database';
import { z } from 'zod';
import { Thread } from '../thread/thread.ts';
import type { SearchIndex } from './search-index.ts';
import type { SearchOptions, SearchResult } from './search-queries.ts';

type State = SearchIndex['state'];
type Change = Parameters<SearchIndex['update']>[0];
type All = Parameters<SearchIndex['replace']>[0];

/** What searching needs of an index, wherever it is. */
export type Index = {
  /** Must be done before anything else, where the index is not at hand. */
  open?(): Promise<void>;
  readonly state: State;
  search(query: string, options: SearchOptions): SearchResult | Promise<SearchResult>;
  listings(hidden: readonly string[]): unknown[] | Promise<unknown[]>;
  update(change: Change): void | Promise<void>;
  replace(all: All): void | Promise<void>;
};

const entry = z.object({
  id: z.string(),
  slug: z.string(),
  topicId: z.string(),
  title: z.string(),
  headline: z.string(),
  description: z.string(),
  lead: z.string(),
  body: z.string(),
  listing: z.unknown(),
});
const topics = z.array(z.unknown());
const hidden = z.array(z.string()).readonly();
const options = z.object({ page: z.number(), pageSize: z.number(), hidden, topics: z.array(z.string()).readonly() });
const filled = { entries: z.array(entry).readonly(), position: z.number(), topics };

/** What the thread is asked. */
export const searchQuestion = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('state') }),
  z.object({ kind: z.literal('search'), query: z.string(), options }),
  z.object({ kind: z.literal('listings'), hidden }),
  z.object({ kind: z.literal('update'), change: z.object({ ...filled, gone: z.array(z.string()).readonly() }) }),
  z.object({ kind: z.literal('replace'), all: z.object(filled) }),
]);
type SearchQuestion = z.input<typeof searchQuestion>;

const stateShape = z.object({ position: z.number(), topics }).optional();
const hitShape = entry.pick({ id: true, slug: true, topicId: true, title: true, headline: true });
const resultShape = z.object({
  hits: z.array(hitShape.extend({ excerpt: z.string() })),
  total: z.number(),
  page: z.number(),
  pages: z.number(),
  corrected: z.union([z.string(), z.undefined()]),
});

/**
 * The search index in a thread of its own: among 10,000 articles, one search takes up to half a second, in which the
 * thread that answers readers would answer none.
 */
export class ThreadedIndex implements Index {
  readonly #thread: Thread;
  #state: State;
  #opened: Promise<void> | undefined;

  constructor(file: string) {
    this.#thread = new Thread('search/search-thread.ts', file);
  }

  /** Reads how far the index has come. Only this program changes it, so that it need not be asked again. */
  open(): Promise<void> {
    this.#opened ??= this.#readState().catch((cause: unknown) => {
      this.#opened = undefined;
      throw cause;
    });
    return this.#opened;
  }

  get state(): State {
    return this.#state;
  }

  async search(query: string, options: SearchOptions): Promise<SearchResult> {
    return resultShape.parse(await this.#ask({ kind: 'search', query, options }));
  }

  async listings(hidden: readonly string[]): Promise<unknown[]> {
    return z.array(z.unknown()).parse(await this.#ask({ kind: 'listings', hidden }));
  }

  async update(change: Change): Promise<void> {
    await this.#ask({ kind: 'update', change });
    this.#state = { position: change.position, topics: change.topics };
  }

  async replace(all: All): Promise<void> {
    await this.#ask({ kind: 'replace', all });
    this.#state = { position: all.position, topics: all.topics };
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  async #readState(): Promise<void> {
    this.#state = stateShape.parse(await this.#ask({ kind: 'state' }));
  }

  async #ask(question: SearchQuestion): Promise<unknown> {
    try {
      return await this.#thread.ask(question);
    } catch (cause) {
      // The index may have been made anew: how far it has come is to be read again.
      this.#opened = undefined;
      throw isReplaced(cause) ? new DatabaseReplaced(cause.message) : cause;
    }
  }
}

function isReplaced(cause: unknown): cause is Error {
  return cause instanceof Error && cause.name === 'DatabaseReplaced';
}
