import type { Deadline } from '../deadline.ts';
import { queryLimits } from '../limits.ts';
import { isBounded, mayMultiply } from '../parse/bounded.ts';
import type { ExprNode } from '../parse/groq.ts';
import { parseForAnyParams, parseQuery, type QueryParams } from '../parse/parse.ts';
import type { Candidates, Told } from '../plan/candidates.ts';
import { compile } from './compile.ts';
import { type StoredQuery, storedQuery } from './stored.ts';

/** What one run of a compiled query reads from. */
export type Run = { candidates: Candidates; deadline: Deadline };

/** A query that has been parsed, planned and compiled: what is left is to evaluate it, as often as it is asked. */
export type Prepared = {
  isBounded: boolean;
  mayMultiply: boolean;
  /** What it asks for, if it can be answered from what is stored, as it is. */
  stored: StoredQuery | undefined;
  /** Has the compiled tree evaluated over these candidates. */
  with<Result>(run: Run, evaluate: (compiled: ExprNode) => Result): Result;
};

const keptCharacters = queryLimits.keptQueries.value;
const longestKept = queryLimits.keptQuery.value;
const kept = new Map<string, Prepared>();
let total = 0;

/**
 * Parses and compiles a query, unless it is one of those asked lately.
 *
 * @param isWatched whether it is to look at its deadline in every loop, for where nothing else could stop it
 */
export function prepare(query: string, params: QueryParams, isWatched = false): Prepared {
  const key = `${isWatched} ${query}`;
  const known = kept.get(key);
  if (known) return known;
  const tree = parseForAnyParams(query);
  if (tree) return keep(key, prepareTree(tree, isWatched));
  // Parameters in a slice become part of the tree, which is then for these parameters alone.
  const withParams = `${key}\n${JSON.stringify(params)}`;
  return kept.get(withParams) ?? keep(withParams, prepareTree(parseQuery(query, params), isWatched));
}

export function prepareTree(parsed: ExprNode, isWatched = false): Prepared {
  let current: Run | undefined;
  const running = (): Run => {
    if (!current) throw new Error('A compiled query is evaluated only through the query it belongs to.');
    return current;
  };
  const told = (): Told => {
    const known = running().candidates.told;
    if (!known) throw new Error('A query that was compiled to ask an index runs without one.');
    return known;
  };
  const candidates: Candidates = {
    told: {
      passing: (lookup, args, key) => told().passing(lookup, args, key),
      storedId: (seen) => told().storedId(seen),
      whole: (storedId) => told().whole(storedId),
    },
    fetch: (wanted, keys) => running().candidates.fetch(wanted, keys),
    get: (id) => running().candidates.get(id),
    allPass: (wanted) => running().candidates.allPass?.(wanted) === true,
    count: (wanted) => running().candidates.count?.(wanted),
  };
  const compiled = compile(parsed, { candidates, deadline: { check: () => running().deadline.check() }, isWatched });
  return {
    isBounded: isBounded(parsed),
    mayMultiply: mayMultiply(parsed),
    stored: storedQuery(parsed),
    with(run, evaluate) {
      const before = current;
      current = run;
      try {
        return evaluate(compiled);
      } finally {
        current = before;
      }
    },
  };
}

function keep(key: string, prepared: Prepared): Prepared {
  if (total + key.length > keptCharacters) {
    kept.clear();
    total = 0;
  }
  if (key.length <= longestKept) {
    kept.set(key, prepared);
    total += key.length;
  }
  return prepared;
}
