import type { QueryParams } from '@bodytext/groq/parse/parse';
import { parseJson } from './parse-json.ts';
import type { UrlParams } from './url-params.ts';

/** The parameters of a GROQ query in a URL: JSON, each under its name with a dollar sign. */
export function groqParamsIn(params: UrlParams): QueryParams {
  const named = params.filter(([name]) => name.startsWith('$'));
  return Object.fromEntries(named.map(([name, value]) => [name.slice(1), parseJson(value, `The parameter “${name}”`)]));
}
