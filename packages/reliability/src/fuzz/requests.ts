import type { Random } from '../random.ts';
import { hostileQuery } from './hostile-groq.ts';
import { anyJson } from './hostile-json.ts';
import { hostileTexts } from './hostile-texts.ts';
import { actions, mutations } from './hostile-writes.ts';
import { nearlyGroq } from './nearly-groq.ts';
import { otherRequest } from './other-requests.ts';
import { dataset, type FuzzRequest, version, withBody } from './request.ts';

/** A random request: mostly a query, then a write, then any other endpoint. */
export function anyRequest(random: Random): FuzzRequest {
  const roll = random.below(1_000);
  if (roll < 560) return query(random, nearlyGroq(random));
  if (roll < 563) return query(random, hostileQuery(random));
  if (roll < 700) return write(random, 'mutate', mutations(random));
  if (roll < 760) return write(random, 'actions', actions(random));
  if (roll < 764) return { ...listener(random), isStream: true };
  return otherRequest(random);
}

function params(random: Random): Record<string, unknown> {
  return { a: anyJson(random, 1), b: anyJson(random, 2), n: random.oneOf([0, 1, -1, 1e9, '1', null]), list: [1, 'a'] };
}

function query(random: Random, text: string): FuzzRequest {
  const base = `/${version(random)}/data/query/${dataset(random)}`;
  const parameters = new URLSearchParams();
  if (random.chance(0.3))
    parameters.set('perspective', random.oneOf(['raw', 'published', 'drafts', 'rFuzz,drafts', '', ...hostileTexts]));
  if (random.chance(0.1)) parameters.set('resultSourceMap', random.oneOf(['true', 'withKeyArraySelector', 'x']));
  if (random.chance(0.1)) parameters.set('returnQuery', random.oneOf(['false', 'x']));
  if (random.chance(0.4) && text.length < 20_000) {
    parameters.set('query', text);
    for (const [key, value] of Object.entries(params(random))) parameters.set(`$${key}`, JSON.stringify(value));
    if (random.chance(0.02)) parameters.set('$a', '['.repeat(random.oneOf([10, 500, 15_000])));
    if (random.chance(0.02))
      for (let n = 0; n < random.oneOf([2, 100, 1_000]); n += 1) parameters.append(oddParameter(random), '1');
    return { kind: 'query by GET', method: 'GET', path: `${base}?${parameters}` };
  }
  const body = { query: text, params: random.chance(0.8) ? params(random) : anyJson(random) };
  return withBody(random, { kind: 'query by POST', method: 'POST', path: `${base}?${parameters}` }, body);
}

function oddParameter(random: Random): string {
  return random
    .oneOf(['$', '$a', '$$', '$__proto__', '$constructor', 'query', 'perspective', ...hostileTexts])
    .slice(0, 30);
}

function write(random: Random, kind: string, body: unknown): FuzzRequest {
  const parameters = new URLSearchParams();
  for (const option of ['returnIds', 'returnDocuments', 'dryRun', 'autoGenerateArrayKeys']) {
    if (random.chance(0.2)) parameters.set(option, random.oneOf(['true', 'false', '', 'x']));
  }
  // `sync` waits for the site's webhook, and no site listens.
  parameters.set('visibility', random.chance(0.95) ? 'async' : random.oneOf(['sync', 'deferred', 'x']));
  if (random.chance(0.02)) parameters.set('tag', random.oneOf(['sanity.import', ...hostileTexts]));
  return withBody(
    random,
    { kind, method: 'POST', path: `/${version(random)}/data/${kind}/${dataset(random)}?${parameters}` },
    body,
  );
}

function listener(random: Random): FuzzRequest {
  const parameters = new URLSearchParams({
    query: random.chance(0.9) ? nearlyGroq(random) : hostileQuery(random).slice(0, 20_000),
  });
  for (const [key, value] of Object.entries(params(random))) parameters.set(`$${key}`, JSON.stringify(value));
  for (const option of [
    'includeResult',
    'includePreviousRevision',
    'includeMutations',
    'enableResume',
    'includeAllVersions',
  ]) {
    if (random.chance(0.3)) parameters.set(option, random.oneOf(['true', 'false', 'x']));
  }
  if (random.chance(0.3)) parameters.set('effectFormat', random.oneOf(['mendoza', 'x']));
  const headers: Record<string, string> = random.chance(0.3)
    ? { 'last-event-id': encodeURIComponent(random.oneOf(hostileTexts).toWellFormed()) }
    : {};
  return {
    kind: 'listen',
    method: 'GET',
    path: `/${version(random)}/data/listen/${dataset(random)}?${parameters}`,
    headers,
  };
}
