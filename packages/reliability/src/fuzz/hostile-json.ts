import type { Random } from '../random.ts';
import { hostileTexts } from './hostile-texts.ts';

/** A random JSON value with hostile names and boundary numbers, at most `depth` levels deep. */
export function anyJson(random: Random, depth = 3): unknown {
  if (depth <= 0 || random.chance(0.5)) return scalar(random);
  if (random.chance(0.4)) return random.upTo(4, () => anyJson(random, depth - 1));
  return Object.fromEntries(random.upTo(4, () => [name(random), anyJson(random, depth - 1)]));
}

export function name(random: Random): string {
  return random.chance(0.7)
    ? random.oneOf(['title', 'n', 'list', 'to', '_ref', '_key', '_type', 'body', 'text', 'children', 'value', 'key'])
    : random.oneOf(hostileTexts);
}

function scalar(random: Random): unknown {
  return random.oneOf<() => unknown>([
    () => random.oneOf(['a', 'fuzz-1', 'drafts.fuzz-2', '', 'reference']),
    () => random.oneOf(hostileTexts),
    () => random.oneOf([0, 1, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 31)]),
    () => random.oneOf([true, false, null]),
  ])();
}

/** A large JSON value: a long text, a long array, many properties, nested arrays. */
export function bulkyJson(random: Random): unknown {
  const count = random.oneOf([500, 5_000, 40_000]);
  const many = (make: (n: number) => unknown): unknown[] => Array.from({ length: count }, (_, n) => make(n));
  return random.oneOf<() => unknown>([
    () =>
      random
        .oneOf([...hostileTexts, 'a', 'a ', '\n', '\u0000', '\ud800'])
        .slice(0, 20)
        .repeat(count),
    () => many((n) => n.toString(36)).join(random.oneOf([' ', '.', '-', '_', '\u3000'])),
    () => many(() => random.oneOf<unknown>([1, null, '', [], {}])),
    () => many((n) => ({ _key: `k${n % 1_000}`, n })),
    () => many((n) => ({ _ref: `fuzz-${n}`, _weak: true })),
    () => Object.fromEntries(many((n) => n).map((n) => [`n${n}`, n])),
    () => many(() => 1).reduce<unknown>((inner, _, n) => (n < 95 ? [inner] : inner), 'bottom'),
    () => [{ _type: 'block', children: many((n) => ({ _type: 'span', text: `w${n}` })) }],
  ])();
}

/** JSON that no serializer writes: truncated, with duplicate keys, deeply nested, or not JSON. */
export function oddJson(random: Random, inner: unknown): string {
  const text = JSON.stringify(inner);
  const times = random.oneOf([10, 150, 2_000, 60_000]);
  return random.oneOf([
    () => text.slice(0, random.below(text.length)),
    () => text.replaceAll(/:\s*(?:\d+|"[^"]*")/g, (value) => (random.chance(0.2) ? ':1e999' : value)),
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
    () => JSON.stringify(anyJson(random)),
    () => random.oneOf(['', ' ', 'null', '1', '"a"', '[]', '{}', 'undefined', '\u0000', 'NaN', '-', '1e999']),
  ])();
}
