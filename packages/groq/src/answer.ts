import { prepare } from './compile/prepared.ts';
import { readStoredJson } from './compile/stored-json.ts';
import { startDeadline } from './deadline.ts';
import { observeCandidates } from './observe-candidates.ts';
import type { QueryObserver } from './observer.ts';
import type { Query, QueryScope } from './query-scope.ts';
import { resultJson } from './result-json.ts';
import { runQuery } from './run.ts';
import { createSources } from './source-map/source-map.ts';
import type { SourceMapOption } from './source-map/source-paths.ts';
import { createTagCollector, type SyncTag } from './sync-tags.ts';

/**
 * The answer to a query: plain data that can be cached and posted between threads. Long parts are already JSON, so that
 * the main thread need not serialize them.
 */
export type Answer = {
  /** The result; UTF-8 bytes where it is long and comes from a worker thread. */
  json: string | Uint8Array;
  /** Tags of what the result depends on. */
  syncTags: SyncTag[];
  sourceMapJson?: string;
};

/** Answers a query, with its sync tags and, on request, a source map. */
export function answerQuery(
  query: Query,
  scope: QueryScope,
  sourceMap?: SourceMapOption,
  deadline = startDeadline(),
): Answer & { json: string } {
  const tags = createTagCollector();
  const sources = sourceMap && createSources(sourceMap);
  const observer: QueryObserver = {
    tree: sources?.tree,
    candidates: (all) => observeCandidates(all, { onLookup: tags.add, onDocument: sources?.addDocument }),
  };
  const { storedJsonQuery, mayRepeatDocuments } = prepare(query.query, query.params);
  const fromStore =
    !sources &&
    storedJsonQuery &&
    readStoredJson(storedJsonQuery, query.params, scope, { deadline, addTags: tags.add });
  if (typeof fromStore === 'string') return { json: fromStore, syncTags: tags.all() };
  const result = runQuery(query, scope, { observer, deadline }) ?? null;
  // With a budget on reads, a result that holds each document once is no longer than the budget allows to read.
  const isBounded = deadline.charge !== undefined && !mayRepeatDocuments;
  const json = isBounded ? (JSON.stringify(result) ?? 'null') : resultJson(result, deadline);
  const sourceMapJson = sources && JSON.stringify(sources.map(deadline));
  return { json, syncTags: tags.all(), ...(sourceMapJson !== undefined && { sourceMapJson }) };
}
