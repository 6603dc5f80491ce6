import type { Random } from '../random.ts';
import { hostileTexts } from './hostile-texts.ts';

const fields = ['title', 'n', 'list', 'to', 'body', 'slug', 'deep', '_id', '_type', '_rev', 'missing', '_createdAt'];
const steps = [
  '.title',
  '.current',
  '[0]',
  '[-1]',
  '[]',
  '[].to',
  '->',
  '->title',
  '._ref',
  '[0..2]',
  '["n"]',
  '.to->to->',
];
const operators = ['==', '!=', '<', '<=', '>', '>=', '&&', '||', '+', '-', '*', '/', '%', '**', 'in', 'match'];
const oneArgument = [
  'count',
  'defined',
  'length',
  'lower',
  'upper',
  'round',
  'string',
  'references',
  'array::unique',
  'array::compact',
  'math::sum',
  'math::avg',
  'math::max',
  'pt::text',
  'dateTime',
  'path',
  'sanity::versionOf',
  'sanity::partOfRelease',
  'string::lower',
  'geo',
  'geo::latLng',
  'global::now',
  'identity',
  'coalesce',
  'boost',
  'score',
  'text::query',
  'documents::get',
  'releases::all',
  'diff::changedAny',
];
const twoArguments = [
  'array::join',
  'array::intersects',
  'string::split',
  'string::startsWith',
  'geo::contains',
  'geo::distance',
  'coalesce',
  'round',
  'boost',
  'references',
];
const literals = ['true', 'false', 'null', '0', '1', '-1', '0.5', '1e309', '1e-400', '99999999999999999999', '"a"'];

/** A random query of GROQ's grammar, valid or nearly, mostly without meaning. */
export function anyQuery(random: Random): string {
  return random.chance(0.85) ? selection(random, 3) : expression(random, 4);
}

function selection(random: Random, depth: number): string {
  const filters = random.upTo(2, () => `[${condition(random, depth - 1)}]`).join('');
  const order = random.chance(0.4) ? ` | order(${many(random, 4, () => sortKey(random, depth - 1))})` : '';
  const score = random.chance(0.05) ? ` | score(${condition(random, depth - 1)})` : '';
  const cut = random.chance(0.6) ? slice(random) : '';
  const projected = random.chance(0.5) ? projection(random, depth - 1) : random.chance(0.3) ? random.oneOf(steps) : '';
  return `*${filters}${score}${order}${cut}${projected}`;
}

function condition(random: Random, depth: number): string {
  return random.oneOf([
    () => `_type == "${random.oneOf(['system.note', 'article', 'topic', ''])}"`,
    () => `_id == "fuzz-${random.below(50)}"`,
    () => `_id in path("${random.oneOf(['drafts.**', '**', '*', 'fuzz-*', '*.*.*', 'versions.**.a'])}")`,
    () => `references("fuzz-${random.below(50)}")`,
    () => `references(${expression(random, depth - 1)})`,
    () => `${random.oneOf(fields)} match ${text(random)}`,
    () => `pt::text(body) match ${text(random)}`,
    () => `slug.current == ${text(random)}`,
    () => expression(random, depth),
  ])();
}

function expression(random: Random, depth: number): string {
  if (depth <= 0) return leaf(random);
  const inner = (): string => expression(random, depth - 1);
  return random.oneOf([
    () => leaf(random),
    () => `${inner()} ${random.oneOf(operators)} ${inner()}`,
    () => `(${inner()})${random.oneOf(steps)}`,
    () => `!${inner()}`,
    () => `-${inner()}`,
    () => `${random.oneOf(oneArgument)}(${inner()})`,
    () => `${random.oneOf(twoArguments)}(${inner()}, ${inner()})`,
    () => `select(${inner()} => ${inner()}, ${inner()})`,
    () => `[${many(random, 3, inner)}]`,
    () => `[...${inner()}, ${inner()}]`,
    () => projection(random, depth - 1),
    () => `${inner()}${slice(random)}`,
    () => `${inner()}[${inner()}]`,
    () => `${inner()} | order(${inner()})`,
    () => selection(random, depth - 1),
    () => `count(${selection(random, depth - 1)})`,
  ])();
}

function leaf(random: Random): string {
  return random.oneOf([
    () => random.oneOf(fields),
    () => random.oneOf(fields) + random.oneOf(steps),
    () => random.oneOf(literals),
    () => text(random),
    () =>
      random.oneOf(['@', '^', '^.^', '^._id', '^.to._ref', '$a', '$b', '$list', '$a.b', 'now()', 'identity()', '*']),
  ])();
}

function projection(random: Random, depth: number): string {
  const parts = many(random, 4, () =>
    random.oneOf([
      () => '...',
      () => random.oneOf(fields),
      () => `${random.oneOf(fields)}${random.oneOf(steps)}`,
      () => `...${expression(random, depth)}`,
      () => `${text(random)}: ${expression(random, depth)}`,
      () => `"same": *[to._ref == ^._id]${slice(random)}`,
      () => `${condition(random, depth)} => ${projection(random, depth - 1)}`,
      () => `list[]${depth > 0 ? projection(random, depth - 1) : ''}`,
      () => `to->${depth > 0 ? projection(random, depth - 1) : ''}`,
    ])(),
  );
  return `{${parts}}`;
}

function sortKey(random: Random, depth: number): string {
  return `${random.chance(0.7) ? random.oneOf(fields) : expression(random, depth)}${random.oneOf(['', ' asc', ' desc'])}`;
}

function slice(random: Random): string {
  const bound = (): string => random.oneOf(['0', '1', '5', '-1', '-3', '99999999', '$n', '1e309', '2147483648']);
  return random.chance(0.5) ? `[${bound()}]` : `[${bound()}${random.oneOf(['..', '...'])}${bound()}]`;
}

function text(random: Random): string {
  return JSON.stringify(
    random.chance(0.6) ? random.oneOf(['a', 'back', 'pain*', '', 'note']) : random.oneOf(hostileTexts),
  );
}

function many(random: Random, max: number, make: () => string): string {
  return [make(), ...random.upTo(max - 1, make)].join(', ');
}
