import type { Deadline } from '../deadline.ts';
import { queryLimits } from '../limits.ts';
import type { ExprNode } from '../parse/groq.ts';
import { parseForAnyParams, parseQuery, type QueryParams } from '../parse/parse.ts';
import { isBounded, mayRepeatDocuments } from '../parse/static-cost.ts';
import type { Candidates, IndexAnswers } from '../plan/candidates.ts';
import { compile } from './compile.ts';
import { type StoredJsonQuery, storedJsonQueryOf } from './stored-json.ts';

/** What one run of a compiled query reads from. */
export type Run = { candidates: Candidates; deadline: Deadline };

/** A query that is parsed, planned and compiled, like a prepared statement: it can be run many times. */
export type Prepared = {
  isBounded: boolean;
  mayRepeatDocuments: boolean;
  /** If the stored JSON may answer it. */
  storedJsonQuery: StoredJsonQuery | undefined;
  /** Evaluates the compiled tree over these candidates. */
  with<Result>(run: Run, evaluate: (compiled: ExprNode) => Result): Result;
};

const mostCharacters = queryLimits.cachedQueries.value;
const longestCached = queryLimits.cachedQuery.value;
const cache = new Map<string, Prepared>();
let cachedCharacters = 0;

/**
 * Parses and compiles a query, or takes it from the cache.
 *
 * @param checksLoops compiles a deadline check into every loop, for threads that can't be terminated
 */
export function prepare(query: string, params: QueryParams, checksLoops = false): Prepared {
  const key = `${checksLoops} ${query}`;
  const known = cache.get(key);
  if (known) return known;
  const tree = parseForAnyParams(query);
  if (tree) return addToCache(key, prepareTree(tree, checksLoops));
  // Parameters in a slice become part of the tree, so it is valid for these parameters only.
  const withParams = `${key}\n${JSON.stringify(params)}`;
  return cache.get(withParams) ?? addToCache(withParams, prepareTree(parseQuery(query, params), checksLoops));
}

export function prepareTree(parsed: ExprNode, checksLoops = false): Prepared {
  let current: Run | undefined;
  const running = (): Run => {
    if (!current) throw new Error('A compiled query is evaluated only by its `with`.');
    return current;
  };
  const index = (): IndexAnswers => {
    const known = running().candidates.index;
    if (!known) throw new Error('A query that was compiled for an index runs without one.');
    return known;
  };
  const candidates: Candidates = {
    index: {
      matching: (lookup, args, key) => index().matching(lookup, args, key),
      storedId: (seen) => index().storedId(seen),
      readWhole: (storedId) => index().readWhole(storedId),
    },
    fetch: (request, keys) => running().candidates.fetch(request, keys),
    get: (id) => running().candidates.get(id),
    allPass: (request) => running().candidates.allPass?.(request) === true,
    count: (request) => running().candidates.count?.(request),
  };
  const compiled = compile(parsed, { candidates, deadline: { check: () => running().deadline.check() }, checksLoops });
  return {
    isBounded: isBounded(parsed),
    mayRepeatDocuments: mayRepeatDocuments(parsed),
    storedJsonQuery: storedJsonQueryOf(parsed),
    with(run, evaluate) {
      const outer = current;
      current = run;
      try {
        return evaluate(compiled);
      } finally {
        current = outer;
      }
    },
  };
}

function addToCache(key: string, prepared: Prepared): Prepared {
  if (cachedCharacters + key.length > mostCharacters) {
    cache.clear();
    cachedCharacters = 0;
  }
  if (key.length <= longestCached) {
    cache.set(key, prepared);
    cachedCharacters += key.length;
  }
  return prepared;
}
