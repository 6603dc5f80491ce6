import { queryLimits } from '../limits.ts';
import { QueryError } from '../query-error.ts';
import type { QueryParams } from './parse.ts';
import { textsAndComments } from './query-text.ts';

const reference = /\$([A-Za-z_]\w*)/g;
const definition = /\bfn\s+[\w:]+\s*\(([^)]*)\)/g;

/**
 * Refuses a query that names a parameter it was not given, in the shape of a mistake in the query: with nothing in its
 * place, the query would quietly find something else than was meant.
 * @see https://www.sanity.io/docs/content-lake/groq-parameters
 */
export function checkParams(query: string, params: QueryParams): void {
  for (const { named, start } of parametersOf(query)) {
    if (Object.hasOwn(params, named.slice(1))) continue;
    const end = start + named.length;
    throw new QueryError(`param ${named} referenced, but not provided`, 'queryParseError', { query, start, end });
  }
}

type Named = { named: string; start: number };

const mostKept = queryLimits.keptNames.value;
const longestKept = queryLimits.keptNamesOf.value;
const kept = new Map<string, Named[]>();

/** The parameters that a query names and must be given. The same queries are asked again and again. */
function parametersOf(query: string): Named[] {
  const known = kept.get(query);
  if (known) return known;
  const code = query.replaceAll(textsAndComments, (text) => ' '.repeat(text.length));
  // The parameters of a query's own functions get their values in the query.
  const own = new Set([...code.matchAll(definition)].flatMap(([, names = '']) => names.match(reference) ?? []));
  const all = [...code.matchAll(reference)].map(({ 0: named, index: start }) => ({ named, start }));
  const found = all.filter(({ named }) => !own.has(named));
  if (kept.size >= mostKept) kept.clear();
  if (query.length <= longestKept) kept.set(query, found);
  return found;
}
