import { prepare } from './compile/prepared.ts';
import { readStoredJson } from './compile/stored-json.ts';
import { startDeadline } from './deadline.ts';
import { observeCandidates } from './observe-candidates.ts';
import type { QueryObserver } from './observer.ts';
import { resultJson } from './result-json.ts';
import { type Query, type QueryScope, runQuery } from './run.ts';
import { createSources, type SourceMapOption } from './source-map/source-map.ts';
import { createTagCollector, type SyncTag } from './sync-tags.ts';

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
  sourceMap?: SourceMapOption,
  deadline = startDeadline(),
): Answer & { json: string } {
  const reads = createTagCollector();
  const sources = sourceMap && createSources(sourceMap);
  const observer: QueryObserver = {
    tree: sources?.tree,
    candidates: (all) => observeCandidates(all, { asks: reads.note, gets: sources?.see }),
  };
  const { stored, mayRepeatDocuments } = prepare(query.query, query.params);
  const asIs = sources ? undefined : stored;
  const fromStore = asIs && readStoredJson(asIs, query.params, scope, { deadline, note: reads.note });
  if (fromStore !== undefined) return { json: fromStore, syncTags: reads.tags() };
  const result = runQuery(query, scope, { observer, deadline }) ?? null;
  // Where every read is charged for, a result that names each document once is no longer than what may be read.
  const isShort = deadline.charge !== undefined && !mayRepeatDocuments;
  const json = isShort ? (JSON.stringify(result) ?? 'null') : resultJson(result, deadline);
  const sourceMapJson = sources && JSON.stringify(sources.map(deadline));
  return { json, syncTags: reads.tags(), ...(sourceMapJson !== undefined && { sourceMapJson }) };
}
