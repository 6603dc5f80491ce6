import type { Random } from '../random.ts';
import { anyQuery } from './groq-grammar.ts';
import { hostileQuery } from './hostile-groq.ts';
import { anyJson, bulkyJson, name } from './hostile-json.ts';
import { hostileTexts } from './hostile-texts.ts';

export function anyId(random: Random): string {
  const id = `fuzz-${random.below(50)}`;
  return random.chance(0.7)
    ? random.oneOf([id, id, `drafts.${id}`, `versions.rFuzz.${id}`, `private.${id}`])
    : random.oneOf([...hostileTexts, '', '_.releases.rFuzz', 'versions.drafts.a', 'a/b', 'a b', 'system.x']);
}

const paths = [
  'title',
  'n',
  'list',
  'list[0]',
  'list[-1]',
  'list[0:-1]',
  'list[0:99999999]',
  'list[_key=="a"]',
  'list[_key=="\\""]',
  'arr[_key=="\\""]',
  'a[b[c',
  '..',
  '..n',
  '..*',
  '..[..[..[n]]]',
  '..[0]..[0]..[0]',
  'list[]',
  'list[*]..n',
  'list[n > 1e309]',
  'list[@ == 1, 0, -1, 0:5]',
  '__proto__',
  '__proto__.x',
  'constructor.prototype.x',
  "['__proto__']",
  "['hasOwnProperty']",
  'toJSON',
  '_id',
  '_rev',
  '_type',
  '_createdAt',
  '',
  '.',
  '[',
  ']',
  '[0]',
  'a.b.c.d.e.f.g',
  'list[2147483648]',
  'list[9007199254740993]',
  `${'a.'.repeat(900)}a`,
  `${'['.repeat(1_900)}`,
  `${'..a'.repeat(600)}`,
  `..[${'a,'.repeat(900)}a]`,
];

function path(random: Random): string {
  return random.chance(0.85) ? random.oneOf(paths) : random.oneOf(hostileTexts);
}

function byPath(random: Random, value: () => unknown): Record<string, unknown> {
  return Object.fromEntries([[path(random), value()], ...random.upTo(2, () => [path(random), value()])]);
}

const diffs = [
  '@@ -1,3 +1,3 @@\n-a\n+b\n',
  '@@ -0,0 +1,99999999 @@\n+x\n',
  '@@ -99999999,1 +1 @@\n-a\n+%E0%A4%A\n',
  '@@ -1,9999 +1,9999 @@\n%ff%00\n',
  '@@',
  '@@ -1 +1 @@\n'.repeat(500),
  `@@ -1,40 +1,40 @@\n ${'ab'.repeat(2_000)}\n-${'x'.repeat(33)}\n+y\n`,
  '\u0000',
];

function patch(random: Random): Record<string, unknown> {
  const operators: Record<string, () => unknown> = {
    set: () => byPath(random, () => (random.chance(0.01) ? bulkyJson(random) : anyJson(random))),
    setIfMissing: () => byPath(random, () => anyJson(random)),
    unset: () => random.upTo(4, () => path(random)),
    inc: () => byPath(random, () => random.oneOf([1, -1, 1e308, 'a', null, 0.1])),
    dec: () => byPath(random, () => random.oneOf([1, 1e308, '1'])),
    diffMatchPatch: () => byPath(random, () => random.oneOf([...diffs, ...hostileTexts])),
    insert: () => ({
      [random.oneOf(['before', 'after', 'replace', 'over'])]: path(random),
      items: random.chance(0.9) ? random.upTo(4, () => anyJson(random)) : anyJson(random),
    }),
    merge: () => anyJson(random),
    [name(random)]: () => anyJson(random),
  };
  const chosen = [random.oneOf(Object.keys(operators)), ...random.upTo(2, () => random.oneOf(Object.keys(operators)))];
  return Object.fromEntries(chosen.map((operator) => [operator, operators[operator]?.()]));
}

function chosen(random: Random): Record<string, unknown> {
  if (random.chance(0.85)) return { id: anyId(random) };
  return {
    query: random.chance(0.5) ? `*[_id == "fuzz-${random.below(50)}"]` : anyOrHostile(random),
    params: anyJson(random, 1),
  };
}

function anyOrHostile(random: Random): string {
  return random.chance(0.8) ? anyQuery(random) : hostileQuery(random);
}

function document(random: Random): Record<string, unknown> {
  const known = {
    _id: anyId(random),
    _type: random.chance(0.8) ? 'system.note' : random.oneOf(['article', '', 'topic', 3]),
  };
  const content = anyJson(random, 4);
  return {
    ...known,
    ...(typeof content === 'object' && content),
    title: anyJson(random, 1),
    list: random.upTo(5, () => anyJson(random, 2)),
    ...(random.chance(0.02) && { [random.oneOf(['title', 'list', 'body', 'bulk'])]: bulkyJson(random) }),
  };
}

function mutation(random: Random): unknown {
  return random.oneOf<() => unknown>([
    () => ({ patch: { ...chosen(random), ...patch(random) } }),
    () => ({ patch: { ...chosen(random), ...patch(random), ifRevisionID: random.oneOf(['', 'a', null, 3]) } }),
    () => ({ [random.oneOf(['create', 'createOrReplace', 'createIfNotExists'])]: document(random) }),
    () => ({ createOrReplace: document(random) }),
    () => ({ delete: { ...chosen(random), purge: random.oneOf([true, false, undefined]) } }),
    () => ({ [name(random)]: anyJson(random) }),
    () => anyJson(random),
  ])();
}

export function mutations(random: Random): Record<string, unknown> {
  // Rarely many, as parsing and refusing such a body takes long.
  const many = random.chance(0.001) ? random.oneOf([1_000, 9_000, 100_000]) : 1;
  const all =
    many === 1
      ? [mutation(random), ...(random.chance(0.3) ? random.upTo(3, () => mutation(random)) : [])]
      : repeated(random.oneOf([mutation(random), { patch: { id: 'fuzz-1', inc: { n: 1 } } }, { x: 1 }]), many);
  // Mutations by a random query are dry runs: they could delete the documents that other requests need.
  const dryRun = JSON.stringify(all).includes('"query"') || random.chance(0.1);
  return { mutations: all, ...(random.chance(0.1) && { transactionId: anyId(random) }), ...(dryRun && { dryRun }) };
}

/** Five times the lake's limit of a body; unbounded, 100,000 bulky documents would exceed V8's longest string. */
const maxCharacters = 20_000_000;

function repeated(one: unknown, times: number): unknown[] {
  const { length = 1 } = JSON.stringify(one) ?? {};
  return new Array(Math.min(times, Math.ceil(maxCharacters / length))).fill(one);
}

const documentActions = ['create', 'edit', 'publish', 'unpublish', 'delete', 'discard', 'replaceDraft'];
const versionActions = ['create', 'replace', 'discard', 'unpublish'];
const releaseActions = [
  'create',
  'edit',
  'publish',
  'schedule',
  'unschedule',
  'archive',
  'unarchive',
  'delete',
  'import',
];

function action(random: Random): unknown {
  const actionType = random.oneOf([
    () => `sanity.action.document.${random.oneOf(documentActions)}`,
    () => `sanity.action.document.version.${random.oneOf(versionActions)}`,
    () => `sanity.action.release.${random.oneOf(releaseActions)}`,
    () => random.oneOf(hostileTexts),
  ])();
  return {
    actionType,
    publishedId: anyId(random),
    draftId: anyId(random),
    versionId: anyId(random),
    baseId: random.oneOf([undefined, anyId(random)]),
    releaseId: random.oneOf(['rFuzz', 'rOther', '', '..', anyId(random)]),
    publishAt: random.oneOf([undefined, '2026-13-01', '9999-12-31T00:00:00Z', 3, '+275760-09-13T00:00:00.001Z']),
    attributes: document(random),
    document: random.oneOf([undefined, document(random)]),
    metadata: random.oneOf([undefined, anyJson(random), { title: 'Fuzz', releaseType: 'asap' }]),
    patch: patch(random),
    includeDrafts: random.upTo(3, () => anyId(random)),
    ...(random.chance(0.2) && { [name(random)]: anyJson(random) }),
  };
}

export function actions(random: Random): Record<string, unknown> {
  const known = { actions: [action(random), ...random.upTo(2, () => action(random))] };
  return random.chance(0.9) ? known : { ...known, [name(random)]: anyJson(random) };
}
