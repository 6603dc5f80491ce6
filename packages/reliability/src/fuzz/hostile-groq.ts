import type { Random } from '../random.ts';

type Make = (random: Random) => string;

/** A length from small to far beyond the lake's limits. */
const size = (random: Random, max: number): number => random.oneOf([10, 100, Math.ceil(max / 10), max]);
const nested = (open: string, inner: string, close: string, times: number): string =>
  open.repeat(times) + inner + close.repeat(times);

/** Queries that have hung or crashed a GROQ engine, or are made to. */
const shapes: Make[] = [
  (random) => `*[${Array.from({ length: size(random, 20_000) }, (_, n) => `n == ${n}`).join(' || ')}]`,
  (random) => `*[${Array.from({ length: size(random, 20_000) }, (_, n) => `_id == "${n}"`).join(' && ')}]`,
  (random) => nested('(', '1', ')', size(random, 5_000)),
  (random) => nested('[', '1', ']', size(random, 5_000)),
  (random) => nested('{"a":', '1', '}', size(random, 5_000)),
  (random) => nested('select(true => ', '1', ')', size(random, 5_000)),
  (random) => nested('*[', 'true', ']', size(random, 300)),
  (random) => nested('count(*[', 'true', ']) ', size(random, 100)),
  (random) =>
    `${random.oneOf(['!', '-', '+', '*', '^', '@', '(', '[', '{', '"', '|', '&&'])}`.repeat(size(random, 50_000)),
  (random) => `*[_id in path("${'**.'.repeat(size(random, 100))}x")]`,
  (random) => `*[_id in path("${'*'.repeat(size(random, 1_000))}")]`,
  (random) => `*[long match "${'*a'.repeat(size(random, 400))}*b"]`,
  (random) => `*[pt::text(body) match ["${'a* *a '.repeat(size(random, 500))}"]]`,
  (random) => `*[title match "${'.'.repeat(size(random, 1_000))}*${'.'.repeat(size(random, 1_000))}"]`,
  (random) => `"${random.oneOf(['', ' ', 'a', '-'])}${'.'.repeat(size(random, 90_000))}" match "a"`,
  (random) => `"a" match "${'.'.repeat(size(random, 90_000))}"`,
  (random) => crossJoin(1 + random.below(6)),
  (random) =>
    `*{${Array.from({ length: 1 + random.below(4) }, (_, n) => `"j${n}": *{"k": *{"l": count(*[n > ^.n])}}`)}}`,
  () => 'count(*[count(*[count(*[n > ^.n]) > ^.n]) > 0])',
  () => '[0..99999999]',
  () => 'count([...*, ...*, ...*][0..99999999])',
  () => '*[0..99999999]{"a": [0..99999999]}',
  (random) => `*{"a": ${nested('[...', '*', ', ...*]', 1 + random.below(12))}}`,
  (random) => nested('array::join([', '"aaaaaaaaaaaaaaaa"', ', "b"], "cccccccccccccccc")', size(random, 100)),
  (random) => `array::join(string::split(pt::text(*), ""), "${'x'.repeat(size(random, 20_000))}")`,
  (random) => doubled('"aaaaaaaa"', '+', 1 + random.below(12)),
  (random) => doubled('*', ',', 1 + random.below(6), '[...', ']'),
  () => 'array::unique([...*.list[], ...*.list[], ...*[]{...}])',
  (random) => `* | order(${Array.from({ length: size(random, 1_000) }, (_, n) => `list[${n}].x desc`)})`,
  (random) => `* | order(${nested('string::lower(', 'title', ')', size(random, 100))})`,
  (random) => `* | order(count(*[references(^._id)]) desc)[0..${size(random, 1_000)}]`,
  (random) => `*[0].to${'->to'.repeat(size(random, 5_000))}`,
  (random) => nested('*[0]{to->{', 'to', '}}', 1 + random.below(80)),
  (random) => `*{"c": list[].to->list[].to->list[].to->${'list[].to->'.repeat(random.below(12))}_id}`,
  (random) => `*[${'^.'.repeat(size(random, 5_000))}^]`,
  (random) => `*{"a": ${'^.'.repeat(random.below(50))}^._id}`,
  (random) =>
    `*{"__proto__": ${random.oneOf(['1', '{"x": 1}', 'null'])}, "hasOwnProperty": 1, "constructor": {}, "toJSON": 1}`,
  () => '*{"__proto__": {"toJSON": 1}}{__proto__, constructor, ...__proto__, "a": hasOwnProperty}',
  () => '*.__proto__.constructor["constructor"]',
  () => '*[constructor.name == "Object" || __proto__ != null]{...__proto__}',
  () => '*[defined(hasOwnProperty)] | order(toString, valueOf, constructor)',
  (random) =>
    `*[title == "${random.oneOf(['\ud800', '\udc00\ud800', '\u0000', '\\u{110000}', '\\ud800', '\\u{}', '\\x'])}"]`,
  () => '* // a comment without an end',
  (random) => `//${'/'.repeat(size(random, 90_000))}\n*`,
  (random) =>
    `*[n < ${random.oneOf(['1e309', '-1e309', '1e-999', '0x10', '1__0', '9'.repeat(5_000), '1.'.repeat(100)])}]`,
  (random) => `*[${'a'.repeat(size(random, 90_000))} == 1]`,
  (random) => `*[${'a.'.repeat(size(random, 20_000))}a]`,
  (random) => `*["${'\\"'.repeat(size(random, 40_000))}" in list]`,
  (random) => `"${'\\u0041'.repeat(size(random, 10_000))}`,
  (random) => `*[_id in [${Array.from({ length: size(random, 10_000) }, (_, n) => `"fuzz-${n}"`)}]]`,
  (random) => `*[references([${Array.from({ length: size(random, 10_000) }, (_, n) => `"fuzz-${n}"`)}])]`,
  (random) => `{${Array.from({ length: size(random, 3_000) }, (_, n) => `"k${n}": *[n == ${n}][0]`)}}`,
  (random) => `*{${Array.from({ length: size(random, 2_000) }, () => '...')}}`,
  (random) => `*${'[true]'.repeat(size(random, 2_000))}`,
  (random) => `*${'[0..9]'.repeat(size(random, 2_000))}`,
  (random) => `*${'{...}'.repeat(size(random, 2_000))}`,
  (random) => `*${' | order(n)'.repeat(size(random, 500))}`,
  (random) => `*[]${'.list[]'.repeat(size(random, 1_000))}`,
  () => 'geo::distance(geo({"type": "Point", "coordinates": [1e309, "x"]}), geo::latLng(-9999, null))',
  () => 'geo::contains(geo({"type":"Polygon","coordinates":[[[0,0],[0,0]]]}), geo({"type":"GeometryCollection"}))',
  (random) =>
    `geo::contains(geo({"type":"Polygon","coordinates":[[${points(size(random, 2_000))}]]}), geo::latLng(1, 1))`,
  () => 'geo::intersects(*, geo(*))',
  () => 'fn a::b($x) = a::b($x); a::b(*)',
  (random) =>
    `${Array.from({ length: size(random, 20) }, (_, n) => `fn f::f${n}($x) = [f::f${n + 1}($x), f::f${n + 1}($x)];`).join(' ')} f::f0(*)`,
  () => 'dateTime("9999999-99-99T99:99:99Z") + 1e308 * 1e308',
  () => '*[dateTime(_updatedAt) > dateTime(now()) - 60*60*24*1e300]',
  () => 'round(1.5, 1e9) + math::sum([1e308, 1e308]) + 5 % 0 + 5 / 0 + 2 ** 99999',
  () => '*[_id == $a && _type == $b][$n..$n]{"p": $a, "q": $b, "r": $list}',
  () => 'path($a) in $b || $a match $b || $a in $list || references($a)',
  () => 'text::query(*, "\\"unclosed -- (((" )',
  (random) => `*[@ match text::query("${'-"a '.repeat(size(random, 500))}")]`,
  () => 'releases::all()[]{...}{...*}',
  () => 'identity()[0..9]{"x": ^}',
  (random) => `* | score(${Array.from({ length: size(random, 200) }, () => 'title match "a*"').join(', ')})`,
  (random) => `* | score(${nested('boost(', 'title match "a"', ', 1e308)', size(random, 100))})`,
  (random) =>
    '*[body[].children[].text match "*"]{"t": pt::text(body), "u": string::split(pt::text(body), "")}'.repeat(
      1 + random.below(2),
    ),
  () => '*{"a": *{"b": *{...}}}',
  () => '*{..., "all": *[references(^._id)]{..., "all": *[references(^._id)]{...}}}',
];

export function hostileQuery(random: Random): string {
  return random.oneOf(shapes)(random);
}

function crossJoin(levels: number): string {
  let query = '*._id';
  for (let level = 0; level < levels; level += 1) query = `*[_id in ${query}]._id`;
  return query;
}

/** Doubles a query `times` times: exponential in length. */
function doubled(start: string, between: string, times: number, open = '(', close = ')'): string {
  let query = start;
  for (let time = 0; time < times; time += 1)
    query = `${open}${query}${between}${open === '(' ? '' : '...'}${query}${close}`;
  return query;
}

function points(count: number): string {
  return Array.from({ length: count }, (_, n) => `[${(n * 7919) % 360},${(n * 104_729) % 180}]`).join(',');
}
