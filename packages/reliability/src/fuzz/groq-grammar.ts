import type { Dice } from './dice.ts';
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

/** A query that GROQ's grammar allows, or nearly: whether it makes sense is left to chance. */
export function anyQuery(dice: Dice): string {
  return dice.is(0.85) ? selection(dice, 3) : expression(dice, 4);
}

function selection(dice: Dice, depth: number): string {
  const filters = dice.some(2, () => `[${condition(dice, depth - 1)}]`).join('');
  const order = dice.is(0.4) ? ` | order(${many(dice, 4, () => sortKey(dice, depth - 1))})` : '';
  const score = dice.is(0.05) ? ` | score(${condition(dice, depth - 1)})` : '';
  const cut = dice.is(0.6) ? slice(dice) : '';
  const projected = dice.is(0.5) ? projection(dice, depth - 1) : dice.is(0.3) ? dice.oneOf(steps) : '';
  return `*${filters}${score}${order}${cut}${projected}`;
}

function condition(dice: Dice, depth: number): string {
  return dice.oneOf([
    () => `_type == "${dice.oneOf(['system.note', 'article', 'topic', ''])}"`,
    () => `_id == "fuzz-${dice.below(50)}"`,
    () => `_id in path("${dice.oneOf(['drafts.**', '**', '*', 'fuzz-*', '*.*.*', 'versions.**.a'])}")`,
    () => `references("fuzz-${dice.below(50)}")`,
    () => `references(${expression(dice, depth - 1)})`,
    () => `${dice.oneOf(fields)} match ${text(dice)}`,
    () => `pt::text(body) match ${text(dice)}`,
    () => `slug.current == ${text(dice)}`,
    () => expression(dice, depth),
  ])();
}

function expression(dice: Dice, depth: number): string {
  if (depth <= 0) return leaf(dice);
  const inner = (): string => expression(dice, depth - 1);
  return dice.oneOf([
    () => leaf(dice),
    () => `${inner()} ${dice.oneOf(operators)} ${inner()}`,
    () => `(${inner()})${dice.oneOf(steps)}`,
    () => `!${inner()}`,
    () => `-${inner()}`,
    () => `${dice.oneOf(oneArgument)}(${inner()})`,
    () => `${dice.oneOf(twoArguments)}(${inner()}, ${inner()})`,
    () => `select(${inner()} => ${inner()}, ${inner()})`,
    () => `[${many(dice, 3, inner)}]`,
    () => `[...${inner()}, ${inner()}]`,
    () => projection(dice, depth - 1),
    () => `${inner()}${slice(dice)}`,
    () => `${inner()}[${inner()}]`,
    () => `${inner()} | order(${inner()})`,
    () => selection(dice, depth - 1),
    () => `count(${selection(dice, depth - 1)})`,
  ])();
}

function leaf(dice: Dice): string {
  return dice.oneOf([
    () => dice.oneOf(fields),
    () => dice.oneOf(fields) + dice.oneOf(steps),
    () => dice.oneOf(literals),
    () => text(dice),
    () => dice.oneOf(['@', '^', '^.^', '^._id', '^.to._ref', '$a', '$b', '$list', '$a.b', 'now()', 'identity()', '*']),
  ])();
}

function projection(dice: Dice, depth: number): string {
  const parts = many(dice, 4, () =>
    dice.oneOf([
      () => '...',
      () => dice.oneOf(fields),
      () => `${dice.oneOf(fields)}${dice.oneOf(steps)}`,
      () => `...${expression(dice, depth)}`,
      () => `${text(dice)}: ${expression(dice, depth)}`,
      () => `"same": *[to._ref == ^._id]${slice(dice)}`,
      () => `${condition(dice, depth)} => ${projection(dice, depth - 1)}`,
      () => `list[]${depth > 0 ? projection(dice, depth - 1) : ''}`,
      () => `to->${depth > 0 ? projection(dice, depth - 1) : ''}`,
    ])(),
  );
  return `{${parts}}`;
}

function sortKey(dice: Dice, depth: number): string {
  return `${dice.is(0.7) ? dice.oneOf(fields) : expression(dice, depth)}${dice.oneOf(['', ' asc', ' desc'])}`;
}

function slice(dice: Dice): string {
  const bound = (): string => dice.oneOf(['0', '1', '5', '-1', '-3', '99999999', '$n', '1e309', '2147483648']);
  return dice.is(0.5) ? `[${bound()}]` : `[${bound()}${dice.oneOf(['..', '...'])}${bound()}]`;
}

function text(dice: Dice): string {
  return JSON.stringify(dice.is(0.6) ? dice.oneOf(['a', 'back', 'pain*', '', 'note']) : dice.oneOf(hostileTexts));
}

function many(dice: Dice, most: number, make: () => string): string {
  return [make(), ...dice.some(most - 1, make)].join(', ');
}
