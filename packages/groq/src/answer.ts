import { prepare } from './compile/prepared.ts';
import { storedResult } from './compile/stored.ts';
import { startDeadline } from './deadline.ts';
import type { QueryObserver } from './observer.ts';
import { resultJson } from './result-json.ts';
import { type Query, type QueryScope, runQuery } from './run.ts';
import { createSources, type SourceMapWish } from './source-map/source-map.ts';
import { createReads, type SyncTag } from './sync-tags.ts';
import { watchCandidates } from './watch.ts';

/**
 * The whole answer to a query: plain data, which can be kept and sent from one thread to another. What may be long is
 * JSON already, so that a thread that others wait for has little to do with it.
 */
export type Answer = {
  /** The result; in UTF-8 where it is long and comes from another thread. */
  json: string | Uint8Array;
  /** What the result depends on. */
  syncTags: SyncTag[];
  sourceMapJson?: string;
};

/** Answers a query, with what it depends on and, if that is wished for, with where its values come from. */
export function answerQuery(
  query: Query,
  scope: QueryScope,
  sourceMap?: SourceMapWish,
  deadline = startDeadline(),
): Answer & { json: string } {
  const reads = createReads();
  const sources = sourceMap && createSources(sourceMap);
  const observer: QueryObserver = {
    tree: sources?.tree,
    candidates: (all) => watchCandidates(all, { asks: reads.note, gets: sources?.see }),
  };
  const { stored, mayMultiply } = prepare(query.query, query.params);
  const asIs = sources ? undefined : stored;
  const fromStore = asIs && storedResult(asIs, query.params, scope, { deadline, note: reads.note });
  if (fromStore !== undefined) return { json: fromStore, syncTags: reads.tags() };
  const result = runQuery(query, scope, { observer, deadline }) ?? null;
  // Where every read is charged for, a result that names each document once is no longer than what may be read.
  const isShort = deadline.charge !== undefined && !mayMultiply;
  const json = isShort ? (JSON.stringify(result) ?? 'null') : resultJson(result, deadline);
  const sourceMapJson = sources && JSON.stringify(sources.map(deadline));
  return { json, syncTags: reads.tags(), ...(sourceMapJson !== undefined && { sourceMapJson }) };
}
