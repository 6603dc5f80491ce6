import type { QueryParams } from '@bodytext/groq/parse/parse';
import { parseJson } from './parse-json.ts';
import type { Search } from './search.ts';

/** Parameters in the URL are JSON, under their name with a dollar sign. */
export function paramsInUrl(search: Search): QueryParams {
  const named = search.filter(([name]) => name.startsWith('$'));
  return Object.fromEntries(named.map(([name, value]) => [name.slice(1), parseJson(value, `The parameter “${name}”`)]));
}
