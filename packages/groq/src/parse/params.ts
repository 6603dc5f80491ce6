import { queryLimits } from '../limits.ts';
import { QueryError } from '../query-error.ts';
import type { QueryParams } from './parse.ts';
import { textsAndComments } from './query-text.ts';

const reference = /\$([A-Za-z_]\w*)/g;
const definition = /\bfn\s+[\w:]+\s*\(([^)]*)\)/g;

/**
 * Refuses a query with a parameter that is not given, as a parse error: with `null` in its place, the query would
 * silently give a wrong result.
 * @see https://www.sanity.io/docs/content-lake/groq-parameters
 */
export function checkParams(query: string, params: QueryParams): void {
  for (const { name, start } of parametersOf(query)) {
    if (Object.hasOwn(params, name.slice(1))) continue;
    const end = start + name.length;
    throw new QueryError(`param ${name} referenced, but not provided`, 'queryParseError', { query, start, end });
  }
}

type ParamUse = { name: string; start: number };

const mostCached = queryLimits.cachedParamNames.value;
const longestCached = queryLimits.cachedParamNamesQuery.value;
const cache = new Map<string, ParamUse[]>();

/** The parameters that a query refers to. Cached, since clients repeat the same queries. */
function parametersOf(query: string): ParamUse[] {
  const known = cache.get(query);
  if (known) return known;
  const code = query.replaceAll(textsAndComments, (text) => ' '.repeat(text.length));
  // Parameters of functions that the query defines get their values in the query.
  const defined = new Set([...code.matchAll(definition)].flatMap(([, names = '']) => names.match(reference) ?? []));
  const all = [...code.matchAll(reference)].map(({ 0: name, index: start }) => ({ name, start }));
  const found = all.filter(({ name }) => !defined.has(name));
  if (cache.size >= mostCached) cache.clear();
  if (query.length <= longestCached) cache.set(query, found);
  return found;
}
