import type { Dice } from './dice.ts';
import { anyQuery } from './groq-grammar.ts';
import { hostileQuery } from './hostile-groq.ts';
import { anyJson, bulkyJson, name } from './hostile-json.ts';
import { hostileTexts } from './hostile-texts.ts';

export function anyId(dice: Dice): string {
  const id = `fuzz-${dice.below(50)}`;
  return dice.is(0.7)
    ? dice.oneOf([id, id, `drafts.${id}`, `versions.rFuzz.${id}`, `private.${id}`])
    : dice.oneOf([...hostileTexts, '', '_.releases.rFuzz', 'versions.drafts.a', 'a/b', 'a b', 'system.x']);
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

function path(dice: Dice): string {
  return dice.is(0.85) ? dice.oneOf(paths) : dice.oneOf(hostileTexts);
}

function byPath(dice: Dice, value: () => unknown): Record<string, unknown> {
  return Object.fromEntries([[path(dice), value()], ...dice.some(2, () => [path(dice), value()])]);
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

function patch(dice: Dice): Record<string, unknown> {
  const operators: Record<string, () => unknown> = {
    set: () => byPath(dice, () => (dice.is(0.01) ? bulkyJson(dice) : anyJson(dice))),
    setIfMissing: () => byPath(dice, () => anyJson(dice)),
    unset: () => dice.some(4, () => path(dice)),
    inc: () => byPath(dice, () => dice.oneOf([1, -1, 1e308, 'a', null, 0.1])),
    dec: () => byPath(dice, () => dice.oneOf([1, 1e308, '1'])),
    diffMatchPatch: () => byPath(dice, () => dice.oneOf([...diffs, ...hostileTexts])),
    insert: () => ({
      [dice.oneOf(['before', 'after', 'replace', 'over'])]: path(dice),
      items: dice.is(0.9) ? dice.some(4, () => anyJson(dice)) : anyJson(dice),
    }),
    merge: () => anyJson(dice),
    [name(dice)]: () => anyJson(dice),
  };
  const chosen = [dice.oneOf(Object.keys(operators)), ...dice.some(2, () => dice.oneOf(Object.keys(operators)))];
  return Object.fromEntries(chosen.map((operator) => [operator, operators[operator]?.()]));
}

function chosen(dice: Dice): Record<string, unknown> {
  if (dice.is(0.85)) return { id: anyId(dice) };
  return { query: dice.is(0.5) ? `*[_id == "fuzz-${dice.below(50)}"]` : anyOrHostile(dice), params: anyJson(dice, 1) };
}

function anyOrHostile(dice: Dice): string {
  return dice.is(0.8) ? anyQuery(dice) : hostileQuery(dice);
}

function document(dice: Dice): Record<string, unknown> {
  const known = { _id: anyId(dice), _type: dice.is(0.8) ? 'system.note' : dice.oneOf(['article', '', 'topic', 3]) };
  const content = anyJson(dice, 4);
  return {
    ...known,
    ...(typeof content === 'object' && content),
    title: anyJson(dice, 1),
    list: dice.some(5, () => anyJson(dice, 2)),
    ...(dice.is(0.02) && { [dice.oneOf(['title', 'list', 'body', 'bulk'])]: bulkyJson(dice) }),
  };
}

function mutation(dice: Dice): unknown {
  return dice.oneOf<() => unknown>([
    () => ({ patch: { ...chosen(dice), ...patch(dice) } }),
    () => ({ patch: { ...chosen(dice), ...patch(dice), ifRevisionID: dice.oneOf(['', 'a', null, 3]) } }),
    () => ({ [dice.oneOf(['create', 'createOrReplace', 'createIfNotExists'])]: document(dice) }),
    () => ({ createOrReplace: document(dice) }),
    () => ({ delete: { ...chosen(dice), purge: dice.oneOf([true, false, undefined]) } }),
    () => ({ [name(dice)]: anyJson(dice) }),
    () => anyJson(dice),
  ])();
}

export function mutations(dice: Dice): Record<string, unknown> {
  // Many of them are rare: each is read and refused as a whole.
  const many = dice.is(0.001) ? dice.oneOf([1_000, 9_000, 100_000]) : 1;
  const all =
    many === 1
      ? [mutation(dice), ...(dice.is(0.3) ? dice.some(3, () => mutation(dice)) : [])]
      : repeated(dice.oneOf([mutation(dice), { patch: { id: 'fuzz-1', inc: { n: 1 } } }, { x: 1 }]), many);
  // Whatever a random query selects must be there afterwards: others work with it.
  const dryRun = JSON.stringify(all).includes('"query"') || dice.is(0.1);
  return { mutations: all, ...(dice.is(0.1) && { transactionId: anyId(dice) }), ...(dryRun && { dryRun }) };
}

/** Of a body: five times what a lake takes. A bulky document a hundred thousand times would be more than a string holds. */
const mostCharacters = 20_000_000;

function repeated(one: unknown, times: number): unknown[] {
  const { length = 1 } = JSON.stringify(one) ?? {};
  return new Array(Math.min(times, Math.ceil(mostCharacters / length))).fill(one);
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

function action(dice: Dice): unknown {
  const actionType = dice.oneOf([
    () => `sanity.action.document.${dice.oneOf(documentActions)}`,
    () => `sanity.action.document.version.${dice.oneOf(versionActions)}`,
    () => `sanity.action.release.${dice.oneOf(releaseActions)}`,
    () => dice.oneOf(hostileTexts),
  ])();
  return {
    actionType,
    publishedId: anyId(dice),
    draftId: anyId(dice),
    versionId: anyId(dice),
    baseId: dice.oneOf([undefined, anyId(dice)]),
    releaseId: dice.oneOf(['rFuzz', 'rOther', '', '..', anyId(dice)]),
    publishAt: dice.oneOf([undefined, '2026-13-01', '9999-12-31T00:00:00Z', 3, '+275760-09-13T00:00:00.001Z']),
    attributes: document(dice),
    document: dice.oneOf([undefined, document(dice)]),
    metadata: dice.oneOf([undefined, anyJson(dice), { title: 'Fuzz', releaseType: 'asap' }]),
    patch: patch(dice),
    includeDrafts: dice.some(3, () => anyId(dice)),
    ...(dice.is(0.2) && { [name(dice)]: anyJson(dice) }),
  };
}

export function actions(dice: Dice): Record<string, unknown> {
  const known = { actions: [action(dice), ...dice.some(2, () => action(dice))] };
  return dice.is(0.9) ? known : { ...known, [name(dice)]: anyJson(dice) };
}
