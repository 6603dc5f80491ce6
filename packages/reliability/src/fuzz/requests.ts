import type { Dice } from './dice.ts';
import { hostileQuery } from './hostile-groq.ts';
import { anyJson } from './hostile-json.ts';
import { hostileTexts } from './hostile-texts.ts';
import { actions, mutations } from './hostile-writes.ts';
import { nearlyGroq } from './nearly-groq.ts';
import { otherRequest } from './other-requests.ts';
import { dataset, type FuzzRequest, version, withBody } from './request.ts';

/** Any of all requests, as often as such things come: mostly queries, then writes, then all else. */
export function anyRequest(dice: Dice): FuzzRequest {
  const chance = dice.below(1_000);
  if (chance < 560) return query(dice, nearlyGroq(dice));
  if (chance < 563) return query(dice, hostileQuery(dice));
  if (chance < 700) return write(dice, 'mutate', mutations(dice));
  if (chance < 760) return write(dice, 'actions', actions(dice));
  if (chance < 764) return { ...listener(dice), isStream: true };
  return otherRequest(dice);
}

function params(dice: Dice): Record<string, unknown> {
  return { a: anyJson(dice, 1), b: anyJson(dice, 2), n: dice.oneOf([0, 1, -1, 1e9, '1', null]), list: [1, 'a'] };
}

function query(dice: Dice, text: string): FuzzRequest {
  const base = `/${version(dice)}/data/query/${dataset(dice)}`;
  const asked = new URLSearchParams();
  if (dice.is(0.3))
    asked.set('perspective', dice.oneOf(['raw', 'published', 'drafts', 'rFuzz,drafts', '', ...hostileTexts]));
  if (dice.is(0.1)) asked.set('resultSourceMap', dice.oneOf(['true', 'withKeyArraySelector', 'x']));
  if (dice.is(0.1)) asked.set('returnQuery', dice.oneOf(['false', 'x']));
  if (dice.is(0.4) && text.length < 20_000) {
    asked.set('query', text);
    for (const [key, value] of Object.entries(params(dice))) asked.set(`$${key}`, JSON.stringify(value));
    if (dice.is(0.02)) asked.set('$a', '['.repeat(dice.oneOf([10, 500, 15_000])));
    if (dice.is(0.02)) for (let n = 0; n < dice.oneOf([2, 100, 1_000]); n += 1) asked.append(oddParameter(dice), '1');
    return { kind: 'query by GET', method: 'GET', path: `${base}?${asked}` };
  }
  const body = { query: text, params: dice.is(0.8) ? params(dice) : anyJson(dice) };
  return withBody(dice, { kind: 'query by POST', method: 'POST', path: `${base}?${asked}` }, body);
}

function oddParameter(dice: Dice): string {
  return dice
    .oneOf(['$', '$a', '$$', '$__proto__', '$constructor', 'query', 'perspective', ...hostileTexts])
    .slice(0, 30);
}

function write(dice: Dice, kind: string, body: unknown): FuzzRequest {
  const asked = new URLSearchParams();
  for (const option of ['returnIds', 'returnDocuments', 'dryRun', 'autoGenerateArrayKeys']) {
    if (dice.is(0.2)) asked.set(option, dice.oneOf(['true', 'false', '', 'x']));
  }
  // Whoever says “sync” waits for the site, which there is none of.
  asked.set('visibility', dice.is(0.95) ? 'async' : dice.oneOf(['sync', 'deferred', 'x']));
  if (dice.is(0.02)) asked.set('tag', dice.oneOf(['sanity.import', ...hostileTexts]));
  return withBody(
    dice,
    { kind, method: 'POST', path: `/${version(dice)}/data/${kind}/${dataset(dice)}?${asked}` },
    body,
  );
}

function listener(dice: Dice): FuzzRequest {
  const asked = new URLSearchParams({ query: dice.is(0.9) ? nearlyGroq(dice) : hostileQuery(dice).slice(0, 20_000) });
  for (const [key, value] of Object.entries(params(dice))) asked.set(`$${key}`, JSON.stringify(value));
  for (const option of [
    'includeResult',
    'includePreviousRevision',
    'includeMutations',
    'enableResume',
    'includeAllVersions',
  ]) {
    if (dice.is(0.3)) asked.set(option, dice.oneOf(['true', 'false', 'x']));
  }
  if (dice.is(0.3)) asked.set('effectFormat', dice.oneOf(['mendoza', 'x']));
  const headers: Record<string, string> = dice.is(0.3)
    ? { 'last-event-id': encodeURIComponent(dice.oneOf(hostileTexts).toWellFormed()) }
    : {};
  return { kind: 'listen', method: 'GET', path: `/${version(dice)}/data/listen/${dataset(dice)}?${asked}`, headers };
}
