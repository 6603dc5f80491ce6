import { DatabaseReplaced } from '@bodytext/data-dir/self-healing-database';
import { z } from 'zod';
import { createWorkerClient } from '../worker/worker-client.ts';
import type { SearchIndex } from './search-index.ts';
import type { SearchOptions, SearchResult } from './search-queries.ts';

type State = SearchIndex['state'];
type Change = Parameters<SearchIndex['update']>[0];
type All = Parameters<SearchIndex['replace']>[0];

/** A search index, in this thread or in a worker thread. */
export type Index = {
  /** Where there is one, it must resolve before any other call. */
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
const content = { entries: z.array(entry).readonly(), position: z.number(), topics };

/** A call of the worker thread. */
export const indexRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('state') }),
  z.object({ kind: z.literal('search'), query: z.string(), options }),
  z.object({ kind: z.literal('listings'), hidden }),
  z.object({ kind: z.literal('update'), change: z.object({ ...content, gone: z.array(z.string()).readonly() }) }),
  z.object({ kind: z.literal('replace'), all: z.object(content) }),
]);
type IndexRequest = z.input<typeof indexRequest>;

const stateShape = z.object({ position: z.number(), topics }).optional();
const hitShape = entry.pick({ id: true, slug: true, topicId: true, title: true, headline: true });
const resultShape = z.object({
  hits: z.array(hitShape.extend({ excerpt: z.string() })),
  total: z.number(),
  page: z.number(),
  pages: z.number(),
  corrected: z.union([z.string(), z.undefined()]),
});

export type WorkerIndex = ReturnType<typeof createWorkerIndex>;

/**
 * The search index in a worker thread: among 10,000 articles, a search takes up to half a second, for which it would block
 * the event loop.
 */
export function createWorkerIndex(file: string) {
  const worker = createWorkerClient('search/search-worker.ts', file);
  let state: State;
  let opened: Promise<void> | undefined;

  return {
    /** Reads the index's state once: only this process changes it. */
    open(): Promise<void> {
      opened ??= readState().catch((cause: unknown) => {
        opened = undefined;
        throw cause;
      });
      return opened;
    },

    get state(): State {
      return state;
    },

    async search(query: string, options: SearchOptions): Promise<SearchResult> {
      return resultShape.parse(await call({ kind: 'search', query, options }));
    },

    async listings(hidden: readonly string[]): Promise<unknown[]> {
      return z.array(z.unknown()).parse(await call({ kind: 'listings', hidden }));
    },

    async update(change: Change): Promise<void> {
      await call({ kind: 'update', change });
      state = { position: change.position, topics: change.topics };
    },

    async replace(all: All): Promise<void> {
      await call({ kind: 'replace', all });
      state = { position: all.position, topics: all.topics };
    },

    close: () => worker.close(),
  } satisfies Index & { close(): Promise<void> };

  async function readState(): Promise<void> {
    state = stateShape.parse(await call({ kind: 'state' }));
  }

  async function call(request: IndexRequest): Promise<unknown> {
    try {
      return await worker.call(request);
    } catch (cause) {
      // The index may have been replaced by an empty one: its state must be read again.
      opened = undefined;
      throw isReplaced(cause) ? new DatabaseReplaced(cause.message) : cause;
    }
  }
}

function isReplaced(cause: unknown): cause is Error {
  return cause instanceof Error && cause.name === 'DatabaseReplaced';
}
