import type { Dice } from './dice.ts';

type Make = (dice: Dice) => string;

/** How long: mostly so that the lake's limits are reached, now and then far beyond. */
const size = (dice: Dice, most: number): number => dice.oneOf([10, 100, Math.ceil(most / 10), most]);
const nested = (open: string, inner: string, close: string, times: number): string =>
  open.repeat(times) + inner + close.repeat(times);

/** What has stopped a GROQ engine before, or is made to stop one. */
const shapes: Make[] = [
  (dice) => `*[${Array.from({ length: size(dice, 20_000) }, (_, n) => `n == ${n}`).join(' || ')}]`,
  (dice) => `*[${Array.from({ length: size(dice, 20_000) }, (_, n) => `_id == "${n}"`).join(' && ')}]`,
  (dice) => nested('(', '1', ')', size(dice, 5_000)),
  (dice) => nested('[', '1', ']', size(dice, 5_000)),
  (dice) => nested('{"a":', '1', '}', size(dice, 5_000)),
  (dice) => nested('select(true => ', '1', ')', size(dice, 5_000)),
  (dice) => nested('*[', 'true', ']', size(dice, 300)),
  (dice) => nested('count(*[', 'true', ']) ', size(dice, 100)),
  (dice) => `${dice.oneOf(['!', '-', '+', '*', '^', '@', '(', '[', '{', '"', '|', '&&'])}`.repeat(size(dice, 50_000)),
  (dice) => `*[_id in path("${'**.'.repeat(size(dice, 100))}x")]`,
  (dice) => `*[_id in path("${'*'.repeat(size(dice, 1_000))}")]`,
  (dice) => `*[long match "${'*a'.repeat(size(dice, 400))}*b"]`,
  (dice) => `*[pt::text(body) match ["${'a* *a '.repeat(size(dice, 500))}"]]`,
  (dice) => `*[title match "${'.'.repeat(size(dice, 1_000))}*${'.'.repeat(size(dice, 1_000))}"]`,
  (dice) => `"${dice.oneOf(['', ' ', 'a', '-'])}${'.'.repeat(size(dice, 90_000))}" match "a"`,
  (dice) => `"a" match "${'.'.repeat(size(dice, 90_000))}"`,
  (dice) => crossJoin(1 + dice.below(6)),
  (dice) => `*{${Array.from({ length: 1 + dice.below(4) }, (_, n) => `"j${n}": *{"k": *{"l": count(*[n > ^.n])}}`)}}`,
  () => 'count(*[count(*[count(*[n > ^.n]) > ^.n]) > 0])',
  () => '[0..99999999]',
  () => 'count([...*, ...*, ...*][0..99999999])',
  () => '*[0..99999999]{"a": [0..99999999]}',
  (dice) => `*{"a": ${nested('[...', '*', ', ...*]', 1 + dice.below(12))}}`,
  (dice) => nested('array::join([', '"aaaaaaaaaaaaaaaa"', ', "b"], "cccccccccccccccc")', size(dice, 100)),
  (dice) => `array::join(string::split(pt::text(*), ""), "${'x'.repeat(size(dice, 20_000))}")`,
  (dice) => doubled('"aaaaaaaa"', '+', 1 + dice.below(12)),
  (dice) => doubled('*', ',', 1 + dice.below(6), '[...', ']'),
  () => 'array::unique([...*.list[], ...*.list[], ...*[]{...}])',
  (dice) => `* | order(${Array.from({ length: size(dice, 1_000) }, (_, n) => `list[${n}].x desc`)})`,
  (dice) => `* | order(${nested('string::lower(', 'title', ')', size(dice, 100))})`,
  (dice) => `* | order(count(*[references(^._id)]) desc)[0..${size(dice, 1_000)}]`,
  (dice) => `*[0].to${'->to'.repeat(size(dice, 5_000))}`,
  (dice) => nested('*[0]{to->{', 'to', '}}', 1 + dice.below(80)),
  (dice) => `*{"c": list[].to->list[].to->list[].to->${'list[].to->'.repeat(dice.below(12))}_id}`,
  (dice) => `*[${'^.'.repeat(size(dice, 5_000))}^]`,
  (dice) => `*{"a": ${'^.'.repeat(dice.below(50))}^._id}`,
  (dice) =>
    `*{"__proto__": ${dice.oneOf(['1', '{"x": 1}', 'null'])}, "hasOwnProperty": 1, "constructor": {}, "toJSON": 1}`,
  () => '*{"__proto__": {"toJSON": 1}}{__proto__, constructor, ...__proto__, "a": hasOwnProperty}',
  () => '*.__proto__.constructor["constructor"]',
  () => '*[constructor.name == "Object" || __proto__ != null]{...__proto__}',
  () => '*[defined(hasOwnProperty)] | order(toString, valueOf, constructor)',
  (dice) =>
    `*[title == "${dice.oneOf(['\ud800', '\udc00\ud800', '\u0000', '\\u{110000}', '\\ud800', '\\u{}', '\\x'])}"]`,
  () => '* // a comment without an end',
  (dice) => `//${'/'.repeat(size(dice, 90_000))}\n*`,
  (dice) => `*[n < ${dice.oneOf(['1e309', '-1e309', '1e-999', '0x10', '1__0', '9'.repeat(5_000), '1.'.repeat(100)])}]`,
  (dice) => `*[${'a'.repeat(size(dice, 90_000))} == 1]`,
  (dice) => `*[${'a.'.repeat(size(dice, 20_000))}a]`,
  (dice) => `*["${'\\"'.repeat(size(dice, 40_000))}" in list]`,
  (dice) => `"${'\\u0041'.repeat(size(dice, 10_000))}`,
  (dice) => `*[_id in [${Array.from({ length: size(dice, 10_000) }, (_, n) => `"fuzz-${n}"`)}]]`,
  (dice) => `*[references([${Array.from({ length: size(dice, 10_000) }, (_, n) => `"fuzz-${n}"`)}])]`,
  (dice) => `{${Array.from({ length: size(dice, 3_000) }, (_, n) => `"k${n}": *[n == ${n}][0]`)}}`,
  (dice) => `*{${Array.from({ length: size(dice, 2_000) }, () => '...')}}`,
  (dice) => `*${'[true]'.repeat(size(dice, 2_000))}`,
  (dice) => `*${'[0..9]'.repeat(size(dice, 2_000))}`,
  (dice) => `*${'{...}'.repeat(size(dice, 2_000))}`,
  (dice) => `*${' | order(n)'.repeat(size(dice, 500))}`,
  (dice) => `*[]${'.list[]'.repeat(size(dice, 1_000))}`,
  () => 'geo::distance(geo({"type": "Point", "coordinates": [1e309, "x"]}), geo::latLng(-9999, null))',
  () => 'geo::contains(geo({"type":"Polygon","coordinates":[[[0,0],[0,0]]]}), geo({"type":"GeometryCollection"}))',
  (dice) => `geo::contains(geo({"type":"Polygon","coordinates":[[${points(size(dice, 2_000))}]]}), geo::latLng(1, 1))`,
  () => 'geo::intersects(*, geo(*))',
  () => 'fn a::b($x) = a::b($x); a::b(*)',
  (dice) =>
    `${Array.from({ length: size(dice, 20) }, (_, n) => `fn f::f${n}($x) = [f::f${n + 1}($x), f::f${n + 1}($x)];`).join(' ')} f::f0(*)`,
  () => 'dateTime("9999999-99-99T99:99:99Z") + 1e308 * 1e308',
  () => '*[dateTime(_updatedAt) > dateTime(now()) - 60*60*24*1e300]',
  () => 'round(1.5, 1e9) + math::sum([1e308, 1e308]) + 5 % 0 + 5 / 0 + 2 ** 99999',
  () => '*[_id == $a && _type == $b][$n..$n]{"p": $a, "q": $b, "r": $list}',
  () => 'path($a) in $b || $a match $b || $a in $list || references($a)',
  () => 'text::query(*, "\\"unclosed -- (((" )',
  (dice) => `*[@ match text::query("${'-"a '.repeat(size(dice, 500))}")]`,
  () => 'releases::all()[]{...}{...*}',
  () => 'identity()[0..9]{"x": ^}',
  (dice) => `* | score(${Array.from({ length: size(dice, 200) }, () => 'title match "a*"').join(', ')})`,
  (dice) => `* | score(${nested('boost(', 'title match "a"', ', 1e308)', size(dice, 100))})`,
  (dice) =>
    '*[body[].children[].text match "*"]{"t": pt::text(body), "u": string::split(pt::text(body), "")}'.repeat(
      1 + dice.below(2),
    ),
  () => '*{"a": *{"b": *{...}}}',
  () => '*{..., "all": *[references(^._id)]{..., "all": *[references(^._id)]{...}}}',
];

export function hostileQuery(dice: Dice): string {
  return dice.oneOf(shapes)(dice);
}

function crossJoin(levels: number): string {
  let query = '*._id';
  for (let level = 0; level < levels; level += 1) query = `*[_id in ${query}]._id`;
  return query;
}

/** Twice itself, so often. */
function doubled(start: string, between: string, times: number, open = '(', close = ')'): string {
  let query = start;
  for (let time = 0; time < times; time += 1)
    query = `${open}${query}${between}${open === '(' ? '' : '...'}${query}${close}`;
  return query;
}

function points(count: number): string {
  return Array.from({ length: count }, (_, n) => `[${(n * 7919) % 360},${(n * 104_729) % 180}]`).join(',');
}
