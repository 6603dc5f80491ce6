import { startDeadline } from './limits.ts';
import type { QueryObserver } from './observer.ts';
import { prepare } from './prepared.ts';
import { resultJson } from './result-json.ts';
import { type Query, type QueryScope, runQuery } from './run.ts';
import { type ContentSourceMap, createSources, type SourceMapWish } from './source-map.ts';
import { storedResult } from './stored.ts';
import { createReads, type SyncTag } from './sync-tags.ts';
import { watchCandidates } from './watch.ts';

/** The whole answer to a query: plain data, which can be kept and sent from one thread to another. */
export type Answer = {
  /** The result as JSON. */
  json: string;
  /** What the result depends on. */
  syncTags: SyncTag[];
  resultSourceMap?: ContentSourceMap;
};

/** Answers a query, with what it depends on and, if that is wished for, with where its values come from. */
export function answerQuery(
  query: Query,
  scope: QueryScope,
  sourceMap?: SourceMapWish,
  deadline = startDeadline(),
): Answer {
  const reads = createReads();
  const sources = sourceMap && createSources(sourceMap);
  const observer: QueryObserver = {
    tree: sources?.tree,
    candidates: (all) => watchCandidates(all, { asks: reads.note, gets: (document) => sources?.see(document) }),
  };
  const { stored, mayMultiply } = prepare(query.query, query.params);
  const asIs = sources ? undefined : stored;
  const fromStore = asIs && storedResult(asIs, query.params, scope, { deadline, note: reads.note });
  if (fromStore !== undefined) return { json: fromStore, syncTags: reads.tags() };
  const result = runQuery(query, scope, { observer, deadline }) ?? null;
  // Where every read is charged for, a result that names each document once is no longer than what may be read.
  const isShort = deadline.charge !== undefined && !mayMultiply;
  const json = isShort ? (JSON.stringify(result) ?? 'null') : resultJson(result);
  return { json, syncTags: reads.tags(), ...(sources && { resultSourceMap: sources.map() }) };
}
