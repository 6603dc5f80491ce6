import type { Random } from './random.ts';

/** A request that a caller without rights may send. */
export type LeakRequest = { path: string; method?: 'POST'; body?: unknown };

const ids = [
  'open',
  'other',
  'bare',
  'offer',
  'hidden',
  'formerly',
  'drafts.open',
  'drafts.more-0',
  'drafts.more-5',
  'secret.plan',
  'secret.gone',
  'secret.settings',
  'versions.rSpring.open',
  '_.releases.rSpring',
  'drafts.offer-three',
  'nothing',
  'xyzzyplover-topic',
  'frobozzgnusto-topic',
] as const;
const words = ['xyzzyplover', 'frobozzgnusto', 'xyzzy*', 'frob*', 'note', '*'] as const;
const fields = [
  'title',
  'n',
  'word',
  'slug.current',
  '_rev',
  '_id',
  '_type',
  '_updatedAt',
  'to._ref',
  'to->title',
  'metadata.title',
  'body[0].children[0].text',
  'url',
] as const;

const idIn = (random: Random) => JSON.stringify(random.oneOf(ids));
const wordIn = (random: Random) => JSON.stringify(random.oneOf(words));

const conditions: ((random: Random, depth: number) => string)[] = [
  () => 'true',
  (random) =>
    `_id in path(${JSON.stringify(random.oneOf(['drafts.**', '**', 'secret.*', 'versions.**', '*', '_.**']))})`,
  (random) => `_id == ${idIn(random)}`,
  (random) => `_id in [${idIn(random)}, ${idIn(random)}]`,
  (random) => `_type == ${JSON.stringify(random.oneOf(['note', 'offer', 'system.release', 'comment', 'xyzzyplover']))}`,
  (random) => `title match ${wordIn(random)}`,
  (random) => `[title, pt::text(body)] match text::query(${wordIn(random)})`,
  (random) => `pt::text(body) match ${wordIn(random)}`,
  (random) => `slug.current == ${idIn(random)}`,
  (random) => `references(${idIn(random)})`,
  (random, depth) => `references(*[${condition(random, depth + 1)}]._id)`,
  (random) => `to->title match ${wordIn(random)}`,
  (random) => `to._ref in *[title match ${wordIn(random)}]._id`,
  (random, depth) => `count(*[${condition(random, depth + 1)} && references(^._id)]) > ${random.oneOf([0, 1, 3])}`,
  (random) => `sanity::versionOf(${idIn(random)})`,
  (random) => `defined(${random.oneOf(fields)})`,
  (random) => `${random.oneOf(fields)} > ${random.oneOf(['0', '"m"', '2'])}`,
  (random) => `documents::get({"_ref": ${idIn(random)}}).title match ${wordIn(random)}`,
  (random) => `select(title match ${wordIn(random)} => true, false)`,
  (random, depth) => `!(${condition(random, depth + 1)})`,
  (random, depth) => `(${condition(random, depth + 1)} ${random.oneOf(['&&', '||'])} ${condition(random, depth + 1)})`,
];

function condition(random: Random, depth = 0): string {
  const choice = depth > 2 ? conditions.slice(0, 8) : conditions;
  return random.oneOf(choice)(random, depth);
}

const projections: ((random: Random) => string)[] = [
  () => '',
  (random) => `{_id, "a": ${random.oneOf(fields)}}`,
  (random) => `{..., "back": *[references(^._id)]{_id, ${random.oneOf(['title', 'word', '_rev'])}}}`,
  (random) => `{"count": count(*[${condition(random, 2)}])}`,
  () => '{"incoming": documents::incomingRefCount()}',
  () => '{to->, "from": *[_id == ^.to._ref]{...}}',
  (random) => `{"got": documents::get({"_ref": ${idIn(random)}})}`,
  (random) => `{"s": select(count(*[${condition(random, 2)}]) > 2 => "many", "few")}`,
  (random) => `.${random.oneOf(['title', 'word', 'to->title', 'to._ref'])}`,
];

const endings: ((random: Random) => string)[] = [
  () => '',
  () => '',
  (random) => ` | order(${random.oneOf(fields)} ${random.oneOf(['asc', 'desc'])})`,
  (random) => ` | order(count(*[references(^._id)]) desc, _id)`.concat(random.chance(0.5) ? '[0...2]' : ''),
  (random) => ` | score(title match ${wordIn(random)}, boost(references(${idIn(random)}), 3)) | order(_score desc)`,
  (random) => random.oneOf(['[0]', '[-1]', '[0..1]', '[2...9]']),
];

/** Queries around a query, such as counts of the whole dataset. */
const wrappers: ((query: string, random: Random) => string)[] = [
  (query) => query,
  (query) => query,
  (query) => query,
  (query) => `count(${query})`,
  (query) => `{"a": ${query}, "b": count(*)}`,
  (query) => `array::unique(${query})`,
  (query) => `array::join(${query}, ",")`,
  (query) => `math::sum(${query})`,
  (query, random) => `${idIn(random)} in ${query}`,
  (query) => `defined(${query})`,
  (query) => `releases::all() + ${query}`,
  (query) => `${query}[0].to->to->title`,
  // Invalid on purpose: an error message may quote data.
  (query) => `${query}[`,
  (query) => `string(${query}) + nothing($missing)`,
  (query) => `dateTime(${query}[0].title) + ${query}`,
];

function queryText(random: Random): string {
  const inner = `*[${condition(random)}]`;
  const projected = random.chance(0.5)
    ? `${inner}${random.oneOf(projections)(random)}`
    : `${inner}${random.oneOf(endings)(random)}${random.oneOf(projections.slice(0, 3))(random)}`;
  return random.oneOf(wrappers)(projected, random);
}

const versions = ['v1', 'v2021-06-07', 'v2025-02-19', 'vX'] as const;
const perspectives = [
  'raw',
  'published',
  'drafts',
  'previewDrafts',
  'rSpring',
  'rSpring,drafts',
  '["rSpring"]',
] as const;

function queryRequest(random: Random, dataset = 'production'): LeakRequest {
  const query = queryText(random);
  const parameters = new URLSearchParams({ returnQuery: 'false' });
  if (random.chance(0.7)) parameters.set('perspective', random.oneOf(perspectives));
  if (random.chance(0.3)) parameters.set('resultSourceMap', random.oneOf(['true', 'withKeyArraySelector']));
  if (random.chance(0.1)) parameters.set('explain', 'true');
  if (random.chance(0.1)) parameters.set('lastLiveEventId', 'open-1');
  const path = `/${random.oneOf(versions)}/data/query/${dataset}`;
  if (random.chance(0.2)) return { path: `${path}?${parameters}`, method: 'POST', body: { query, params: {} } };
  parameters.set('query', query);
  return { path: `${path}?${parameters}` };
}

/** Requests other than queries. Writes are dry runs, so that both lakes stay as they are. */
const otherRequests: ((random: Random) => LeakRequest)[] = [
  (random) => ({ path: `/v1/data/doc/production/${random.oneOf(ids)},${random.oneOf(ids)}` }),
  (random) => ({ path: `/v1/data/doc/production/${random.oneOf(ids)}?excludeContent=true` }),
  (random) => ({ path: `/v1/data/references/production/documents/${random.oneOf(ids)}/to` }),
  (random) => ({
    path: `/v1/data/history/production/documents/${random.oneOf(ids)}?${random.oneOf(['lastRevision=true', 'revision=open-1', 'time=2026-06-01T00:00:00Z', 'revision=secret-xyzzyplover-1'])}`,
  }),
  (random) => ({
    path: `/v1/data/history/production/transactions/${random.oneOf(ids)},${random.oneOf(ids)}?effectFormat=mendoza&${random.oneOf(['', 'excludeContent=true', 'reverse=true', 'limit=1', 'fromTransaction=secret-frobozzgnusto-1', 'toTransaction=secret-xyzzyplover-1', 'authors=lake'])}`,
  }),
  (random) => ({ path: `/v1/data/history/production/events/documents/${random.oneOf(ids)}` }),
  () => ({ path: '/v1/data/history/production/events/releases/rSpring' }),
  (random) => queryRequest(random, 'production-comments'),
  (random) => ({ path: `/v1/data/doc/production-comments/comment-${random.oneOf(['xyzzyplover', 'frobozzgnusto'])}` }),
  (random) => ({
    path: random.oneOf([
      '/v1/users/me',
      '/v1/projects/bodytext',
      '/v1/projects/bodytext/datasets',
      '/v1/users/lake',
      '/v1/data/export/production',
      '/v1/data/export/production?types=note,offer&nextCursor=',
      '/v1/hooks/projects/bodytext',
      '/v1/data/live/events/none',
      '/healthz',
      '/v1/projects/bodytext/cors',
      '/v1/users/me/sessions',
    ]),
  }),
  (random) => ({ path: `/images/bodytext/production/${random.oneOf(['xyzzyplover', 'frobozzgnusto'])}-1x1.png` }),
  (random) => ({
    path: '/v1/data/mutate/production?returnDocuments=true&dryRun=true',
    method: 'POST',
    body: { mutations: [mutation(random)] },
  }),
  (random) => ({
    path: '/v1/data/actions/production',
    method: 'POST',
    body: { actions: [action(random)], dryRun: true },
  }),
];

/** Hidden documents that both lakes have: responses about them must be equal. */
const hiddenFromAll = [
  'drafts.open',
  'secret.plan',
  'versions.rSpring.open',
  'secret.settings',
  '_.releases.rSpring',
] as const;

function mutation(random: Random): unknown {
  const id = random.oneOf(hiddenFromAll);
  return random.oneOf([
    { patch: { id, set: { n: 1 } } },
    { patch: { id, ifRevisionID: 'guessed', set: { n: 1 } } },
    { patch: { query: `*[${condition(random)}]`, set: { n: 1 } } },
    { delete: { id } },
    { delete: { query: `*[${condition(random)}]` } },
    { delete: { id: 'offer' } },
    { delete: { id: random.oneOf(['open', 'hidden']) } },
    { create: { _id: id, _type: 'offer' } },
    { createIfNotExists: { _id: id, _type: 'offer' } },
    { createOrReplace: { _id: id, _type: 'offer' } },
    { create: { _id: 'new', _type: 'offer', to: { _type: 'reference', _ref: id } } },
  ]);
}

function action(random: Random): unknown {
  const actionType = (name: string) => `sanity.action.${name}`;
  const ids = { draftId: 'drafts.open', publishedId: 'open' };
  return random.oneOf([
    { actionType: actionType('document.publish'), ...ids, ifDraftRevisionId: 'guessed' },
    { actionType: actionType('document.publish'), ...ids },
    { actionType: actionType('document.unpublish'), ...ids },
    { actionType: actionType('document.edit'), ...ids, patch: { set: { n: 1 } } },
    {
      actionType: actionType('document.version.discard'),
      versionId: random.oneOf(['drafts.open', 'versions.rSpring.open']),
    },
    { actionType: actionType('document.delete'), publishedId: 'open', includeDrafts: ['drafts.open'] },
    { actionType: actionType('release.publish'), releaseId: 'rSpring' },
    { actionType: actionType('release.archive'), releaseId: 'rSpring' },
    {
      actionType: actionType('document.create'),
      publishedId: 'open',
      attributes: { _id: 'drafts.open', _type: 'offer' },
    },
  ]);
}

export function randomRequest(random: Random): LeakRequest {
  return random.chance(0.7) ? queryRequest(random) : random.oneOf(otherRequests)(random);
}

/** A listener's filter, which may read other documents through subqueries. */
export function listenerQuery(random: Random): string {
  return `*[${condition(random)}]`;
}
