import type { Dice } from './dice.ts';
import { hostileTexts } from './hostile-texts.ts';

/** Any JSON value, with names and numbers that are not expected; `depth` is how deep it may be. */
export function anyJson(dice: Dice, depth = 3): unknown {
  if (depth <= 0 || dice.is(0.5)) return scalar(dice);
  if (dice.is(0.4)) return dice.some(4, () => anyJson(dice, depth - 1));
  return Object.fromEntries(dice.some(4, () => [name(dice), anyJson(dice, depth - 1)]));
}

export function name(dice: Dice): string {
  return dice.is(0.7)
    ? dice.oneOf(['title', 'n', 'list', 'to', '_ref', '_key', '_type', 'body', 'text', 'children', 'value', 'key'])
    : dice.oneOf(hostileTexts);
}

function scalar(dice: Dice): unknown {
  return dice.oneOf<() => unknown>([
    () => dice.oneOf(['a', 'fuzz-1', 'drafts.fuzz-2', '', 'reference']),
    () => dice.oneOf(hostileTexts),
    () => dice.oneOf([0, 1, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 31)]),
    () => dice.oneOf([true, false, null]),
  ])();
}

/** Much of something: a long text, a long list, many names, lists in lists. */
export function bulkyJson(dice: Dice): unknown {
  const count = dice.oneOf([500, 5_000, 40_000]);
  const many = (make: (n: number) => unknown): unknown[] => Array.from({ length: count }, (_, n) => make(n));
  return dice.oneOf<() => unknown>([
    () =>
      dice
        .oneOf([...hostileTexts, 'a', 'a ', '\n', '\u0000', '\ud800'])
        .slice(0, 20)
        .repeat(count),
    () => many((n) => n.toString(36)).join(dice.oneOf([' ', '.', '-', '_', '\u3000'])),
    () => many(() => dice.oneOf<unknown>([1, null, '', [], {}])),
    () => many((n) => ({ _key: `k${n % 1_000}`, n })),
    () => many((n) => ({ _ref: `fuzz-${n}`, _weak: true })),
    () => Object.fromEntries(many((n) => n).map((n) => [`n${n}`, n])),
    () => many(() => 1).reduce<unknown>((inner, _, n) => (n < 95 ? [inner] : inner), 'bottom'),
    () => [{ _type: 'block', children: many((n) => ({ _type: 'span', text: `w${n}` })) }],
  ])();
}

/** Texts of JSON that no serialiser would write. */
export function oddJson(dice: Dice, inner: unknown): string {
  const text = JSON.stringify(inner);
  const times = dice.oneOf([10, 150, 2_000, 60_000]);
  return dice.oneOf([
    () => text.slice(0, dice.below(text.length)),
    () => text.replaceAll(/:\s*(?:\d+|"[^"]*")/g, (value) => (dice.is(0.2) ? ':1e999' : value)),
    () => text.replace('{', `{"a":1,"a":2,"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},`),
    () => text.replaceAll('"a"', `${'['.repeat(times)}${']'.repeat(times)}`),
    () => text.replace(/\}$/, `,"deep":${'{"a":'.repeat(times)}1${'}'.repeat(times)}}`),
    () => text.replace(/\[/, `[${'['.repeat(times)}${']'.repeat(times)},`),
    () => `${'['.repeat(times)}${']'.repeat(times)}`,
    () => `${'{"mutations":['.repeat(times)}`,
    () => `\ufeff${text}`,
    () => text.replaceAll('"', "'"),
    () => text + text,
    () => `[${text}]`,
    () => JSON.stringify(anyJson(dice)),
    () => dice.oneOf(['', ' ', 'null', '1', '"a"', '[]', '{}', 'undefined', '\u0000', 'NaN', '-', '1e999']),
  ])();
}
