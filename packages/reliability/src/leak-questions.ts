/** A request that somebody without rights may think of. */
export type Question = { path: string; method?: 'POST'; body?: unknown };

/** The same questions for the same seed. */
export type Chance = { oneOf<Item>(items: readonly Item[]): Item; is(likely: number): boolean };

export function createChance(seed: number): Chance {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    oneOf(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('There is nothing to choose from.');
      return item;
    },
    is: (likely) => next() < likely,
  };
}

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

const idIn = (chance: Chance) => JSON.stringify(chance.oneOf(ids));
const wordIn = (chance: Chance) => JSON.stringify(chance.oneOf(words));

const conditions: ((chance: Chance, depth: number) => string)[] = [
  () => 'true',
  (chance) =>
    `_id in path(${JSON.stringify(chance.oneOf(['drafts.**', '**', 'secret.*', 'versions.**', '*', '_.**']))})`,
  (chance) => `_id == ${idIn(chance)}`,
  (chance) => `_id in [${idIn(chance)}, ${idIn(chance)}]`,
  (chance) => `_type == ${JSON.stringify(chance.oneOf(['note', 'offer', 'system.release', 'comment', 'xyzzyplover']))}`,
  (chance) => `title match ${wordIn(chance)}`,
  (chance) => `[title, pt::text(body)] match text::query(${wordIn(chance)})`,
  (chance) => `pt::text(body) match ${wordIn(chance)}`,
  (chance) => `slug.current == ${idIn(chance)}`,
  (chance) => `references(${idIn(chance)})`,
  (chance, depth) => `references(*[${condition(chance, depth + 1)}]._id)`,
  (chance) => `to->title match ${wordIn(chance)}`,
  (chance) => `to._ref in *[title match ${wordIn(chance)}]._id`,
  (chance, depth) => `count(*[${condition(chance, depth + 1)} && references(^._id)]) > ${chance.oneOf([0, 1, 3])}`,
  (chance) => `sanity::versionOf(${idIn(chance)})`,
  (chance) => `defined(${chance.oneOf(fields)})`,
  (chance) => `${chance.oneOf(fields)} > ${chance.oneOf(['0', '"m"', '2'])}`,
  (chance) => `documents::get({"_ref": ${idIn(chance)}}).title match ${wordIn(chance)}`,
  (chance) => `select(title match ${wordIn(chance)} => true, false)`,
  (chance, depth) => `!(${condition(chance, depth + 1)})`,
  (chance, depth) => `(${condition(chance, depth + 1)} ${chance.oneOf(['&&', '||'])} ${condition(chance, depth + 1)})`,
];

function condition(chance: Chance, depth = 0): string {
  const choice = depth > 2 ? conditions.slice(0, 8) : conditions;
  return chance.oneOf(choice)(chance, depth);
}

const projections: ((chance: Chance) => string)[] = [
  () => '',
  (chance) => `{_id, "a": ${chance.oneOf(fields)}}`,
  (chance) => `{..., "back": *[references(^._id)]{_id, ${chance.oneOf(['title', 'word', '_rev'])}}}`,
  (chance) => `{"count": count(*[${condition(chance, 2)}])}`,
  () => '{"incoming": documents::incomingRefCount()}',
  () => '{to->, "from": *[_id == ^.to._ref]{...}}',
  (chance) => `{"got": documents::get({"_ref": ${idIn(chance)}})}`,
  (chance) => `{"s": select(count(*[${condition(chance, 2)}]) > 2 => "many", "few")}`,
  (chance) => `.${chance.oneOf(['title', 'word', 'to->title', 'to._ref'])}`,
];

const endings: ((chance: Chance) => string)[] = [
  () => '',
  () => '',
  (chance) => ` | order(${chance.oneOf(fields)} ${chance.oneOf(['asc', 'desc'])})`,
  (chance) => ` | order(count(*[references(^._id)]) desc, _id)`.concat(chance.is(0.5) ? '[0...2]' : ''),
  (chance) => ` | score(title match ${wordIn(chance)}, boost(references(${idIn(chance)}), 3)) | order(_score desc)`,
  (chance) => chance.oneOf(['[0]', '[-1]', '[0..1]', '[2...9]']),
];

/** Wholes that look at the lake as such. */
const wholes: ((query: string, chance: Chance) => string)[] = [
  (query) => query,
  (query) => query,
  (query) => query,
  (query) => `count(${query})`,
  (query) => `{"a": ${query}, "b": count(*)}`,
  (query) => `array::unique(${query})`,
  (query) => `array::join(${query}, ",")`,
  (query) => `math::sum(${query})`,
  (query, chance) => `${idIn(chance)} in ${query}`,
  (query) => `defined(${query})`,
  (query) => `releases::all() + ${query}`,
  (query) => `${query}[0].to->to->title`,
  // Broken on purpose: an error tells what it stumbled over.
  (query) => `${query}[`,
  (query) => `string(${query}) + nothing($missing)`,
  (query) => `dateTime(${query}[0].title) + ${query}`,
];

function queryText(chance: Chance): string {
  const inner = `*[${condition(chance)}]`;
  const projected = chance.is(0.5)
    ? `${inner}${chance.oneOf(projections)(chance)}`
    : `${inner}${chance.oneOf(endings)(chance)}${chance.oneOf(projections.slice(0, 3))(chance)}`;
  return chance.oneOf(wholes)(projected, chance);
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

function queryQuestion(chance: Chance, dataset = 'production'): Question {
  const query = queryText(chance);
  const asked = new URLSearchParams({ returnQuery: 'false' });
  if (chance.is(0.7)) asked.set('perspective', chance.oneOf(perspectives));
  if (chance.is(0.3)) asked.set('resultSourceMap', chance.oneOf(['true', 'withKeyArraySelector']));
  if (chance.is(0.1)) asked.set('explain', 'true');
  if (chance.is(0.1)) asked.set('lastLiveEventId', 'open-1');
  const path = `/${chance.oneOf(versions)}/data/query/${dataset}`;
  if (chance.is(0.2)) return { path: `${path}?${asked}`, method: 'POST', body: { query, params: {} } };
  asked.set('query', query);
  return { path: `${path}?${asked}` };
}

/** Addresses other than queries. Of those that write, none that could succeed: both lakes must stay as they are. */
const others: ((chance: Chance) => Question)[] = [
  (chance) => ({ path: `/v1/data/doc/production/${chance.oneOf(ids)},${chance.oneOf(ids)}` }),
  (chance) => ({ path: `/v1/data/doc/production/${chance.oneOf(ids)}?excludeContent=true` }),
  (chance) => ({ path: `/v1/data/references/production/documents/${chance.oneOf(ids)}/to` }),
  (chance) => ({
    path: `/v1/data/history/production/documents/${chance.oneOf(ids)}?${chance.oneOf(['lastRevision=true', 'revision=open-1', 'time=2026-06-01T00:00:00Z', 'revision=secret-xyzzyplover-1'])}`,
  }),
  (chance) => ({
    path: `/v1/data/history/production/transactions/${chance.oneOf(ids)},${chance.oneOf(ids)}?effectFormat=mendoza&${chance.oneOf(['', 'excludeContent=true', 'reverse=true', 'limit=1', 'fromTransaction=secret-frobozzgnusto-1', 'toTransaction=secret-xyzzyplover-1', 'authors=lake'])}`,
  }),
  (chance) => ({ path: `/v1/data/history/production/events/documents/${chance.oneOf(ids)}` }),
  () => ({ path: '/v1/data/history/production/events/releases/rSpring' }),
  (chance) => queryQuestion(chance, 'production-comments'),
  (chance) => ({ path: `/v1/data/doc/production-comments/comment-${chance.oneOf(['xyzzyplover', 'frobozzgnusto'])}` }),
  (chance) => ({
    path: chance.oneOf([
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
  (chance) => ({ path: `/images/bodytext/production/${chance.oneOf(['xyzzyplover', 'frobozzgnusto'])}-1x1.png` }),
  (chance) => ({
    path: '/v1/data/mutate/production?returnDocuments=true&dryRun=true',
    method: 'POST',
    body: { mutations: [mutation(chance)] },
  }),
  (chance) => ({
    path: '/v1/data/actions/production',
    method: 'POST',
    body: { actions: [action(chance)], dryRun: true },
  }),
];

/** Documents that are in both lakes and that nobody without rights may read: what is said of them must be the same. */
const hiddenFromAll = [
  'drafts.open',
  'secret.plan',
  'versions.rSpring.open',
  'secret.settings',
  '_.releases.rSpring',
] as const;

function mutation(chance: Chance): unknown {
  const id = chance.oneOf(hiddenFromAll);
  return chance.oneOf([
    { patch: { id, set: { n: 1 } } },
    { patch: { id, ifRevisionID: 'guessed', set: { n: 1 } } },
    { patch: { query: `*[${condition(chance)}]`, set: { n: 1 } } },
    { delete: { id } },
    { delete: { query: `*[${condition(chance)}]` } },
    { delete: { id: 'offer' } },
    { delete: { id: chance.oneOf(['open', 'hidden']) } },
    { create: { _id: id, _type: 'offer' } },
    { createIfNotExists: { _id: id, _type: 'offer' } },
    { createOrReplace: { _id: id, _type: 'offer' } },
    { create: { _id: 'new', _type: 'offer', to: { _type: 'reference', _ref: id } } },
  ]);
}

function action(chance: Chance): unknown {
  const actionType = (name: string) => `sanity.action.${name}`;
  const ids = { draftId: 'drafts.open', publishedId: 'open' };
  return chance.oneOf([
    { actionType: actionType('document.publish'), ...ids, ifDraftRevisionId: 'guessed' },
    { actionType: actionType('document.publish'), ...ids },
    { actionType: actionType('document.unpublish'), ...ids },
    { actionType: actionType('document.edit'), ...ids, patch: { set: { n: 1 } } },
    {
      actionType: actionType('document.version.discard'),
      versionId: chance.oneOf(['drafts.open', 'versions.rSpring.open']),
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

export function question(chance: Chance): Question {
  return chance.is(0.7) ? queryQuestion(chance) : chance.oneOf(others)(chance);
}

/** The filter of a listener, which looks at more than the documents it listens to. */
export function listenerQuery(chance: Chance): string {
  return `*[${condition(chance)}]`;
}
