import { compile } from '@bodytext/groq/compile/compile';
import { geo } from '@bodytext/groq/functions/geo';
import { evaluate } from '@bodytext/groq/parse/groq';
import { parseGroq } from '@bodytext/groq/parse/own-functions';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { QueryParams, SanityClient, SanityDocumentStub } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

/*
 * What Sanity documents of its functions, each asked through the client.
 * https://www.sanity.io/docs/specifications/groq-functions
 */

let lake: TestLake;
let client: SanityClient;
beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client('editor');
  const inVariant = { variants: [{ _type: 'reference', _ref: '_.variants.young', _weak: true }] };
  const documents: SanityDocumentStub[] = [
    { _id: 'oslo', _type: 'place', at: { _type: 'geopoint', lat: 59.9139, lng: 10.7522 } },
    { _id: 'bergen', _type: 'place', at: { lat: 60.3913, lng: 5.3221 } },
    { _id: 'nowhere', _type: 'place', at: 'Oslo' },
    { _id: 'versions.spring.oslo', _type: 'place' },
    { _id: 'varied', _type: 'page', _system: inVariant },
    { _id: 'plain', _type: 'page', to: { _type: 'reference', _ref: 'oslo' } },
  ];
  await client.releases.create({ releaseId: 'spring', metadata: { title: 'Spring', releaseType: 'asap' } });
  await client.mutate(documents.map((create) => ({ create })));
});
afterAll(() => lake.stop());

const ask = (query: string, params: QueryParams = {}): Promise<unknown> => client.fetch<unknown>(query, params);

describe('geo', () => {
  const square = (from: number, to: number) => ({
    type: 'Polygon',
    coordinates: [
      [
        [from, from],
        [to, from],
        [to, to],
        [from, to],
        [from, from],
      ],
    ],
  });
  const point = (lng: number, lat: number) => ({ type: 'Point', coordinates: [lng, lat] });
  const line = (...coordinates: number[][]) => ({ type: 'LineString', coordinates });
  const holed = { type: 'Polygon', coordinates: [...square(0, 10).coordinates, ...square(4, 6).coordinates] };

  test('geo() takes geopoints and GeoJSON, and is null for anything else', async () => {
    const query = '*[_type == "place" && !(_id in path("versions.**"))] | order(_id) {"geo": geo(at)}.geo';
    expect(await ask(query)).toEqual([point(5.3221, 60.3913), null, point(10.7522, 59.9139)]);
    expect(await ask('[geo($a), geo($b), geo(1), geo(null)]', { a: square(0, 1), b: { type: 'Polygon' } })).toEqual([
      square(0, 1),
      null,
      null,
      null,
    ]);
  });

  test('geo() of a list looks no further than at the first item that is none', () => {
    const items = [{ lat: 1, lng: 1 }, 'nowhere', { lat: 2, lng: 2 }];
    const seen: unknown[] = [];
    const list = new Proxy(items, {
      get(target, name) {
        if (Number.isInteger(Number(String(name)))) seen.push(name);
        return Reflect.get(target, name);
      },
    });
    expect(geo(list)).toBeNull();
    expect(seen).toEqual(['0', '1']);
  });

  test.each(['geo(@)', 'geo::latLng(@, 1)', 'geo::distance(@, @)', 'geo::contains(@, @)', 'geo::intersects(@, @)'])(
    '%s of each item of a list can be stopped at each of them',
    (call) => {
      let checks = 0;
      const check = (): void => {
        checks += 1;
      };
      const candidates = { fetch: () => [], get: () => undefined, count: () => undefined };
      const tree = parseGroq(`[1, 2, 3][${call} == null]`, { params: {}, mode: 'normal' });
      evaluate(compile(tree, { candidates, deadline: { check } }), {});
      expect(checks).toBe(3);
    },
  );

  test('geo::latLng() makes a point, and null of what is no position', async () => {
    expect(await ask('[geo::latLng(59.9, 10.7), geo::latLng(91, 0), geo::latLng("a", 0)]')).toEqual([
      point(10.7, 59.9),
      null,
      null,
    ]);
  });

  test('geo::distance() is in metres between points, and null for other shapes', async () => {
    const query = `{
      "far": geo::distance((*[_id == "oslo"][0]).at, (*[_id == "bergen"][0]).at),
      "degree": geo::distance(geo::latLng(0, 0), geo::latLng(0, 1)),
      "none": geo::distance(geo::latLng(0, 0), $square)
    }`;
    expect(await ask(query, { square: square(0, 1) })).toEqual({
      far: expect.closeTo(304_700, -3),
      degree: expect.closeTo(111_195, 0),
      none: null,
    });
  });

  test('places near by are filtered and ordered by their distance', async () => {
    const query = `*[_type == "place" && geo::distance(at, geo($here)) < 100000]
      | order(geo::distance(at, geo($here)) asc)._id`;
    expect(await ask(query, { here: { lat: 60, lng: 10.5 } })).toEqual(['oslo']);
  });

  test.each([
    ['a point inside', square(0, 10), point(5, 5), true],
    ['a point outside', square(0, 10), point(11, 5), false],
    ['a point in a hole', holed, point(5, 5), false],
    ['a smaller square', square(0, 10), square(2, 3), true],
    ['a larger square', square(2, 3), square(0, 10), false],
    ['a square around a hole', holed, square(3, 7), false],
    ['a line inside', square(0, 10), line([1, 1], [9, 9]), true],
    ['a line through a hole', holed, line([1, 1], [9, 9]), false],
    ['a line that leaves', square(0, 10), line([1, 1], [11, 11]), false],
  ])('geo::contains(): %s', async (_, outer, inner, isContained) => {
    expect(await ask('geo::contains($outer, $inner)', { outer, inner })).toBe(isContained);
  });

  test.each([
    ['overlapping squares', square(0, 10), square(5, 15), true],
    ['squares apart', square(0, 10), square(11, 15), false],
    ['a line through a square', square(0, 10), line([-1, 5], [11, 5]), true],
    ['crossing lines', line([0, 0], [2, 2]), line([0, 2], [2, 0]), true],
    ['lines apart', line([0, 0], [2, 2]), line([3, 0], [5, 2]), false],
    ['a square within a hole', holed, square(4.5, 5.5), false],
  ])('geo::intersects(): %s', async (_, one, other, doIntersect) => {
    expect(await ask('geo::intersects($one, $other)', { one, other })).toBe(doIntersect);
    expect(await ask('geo::intersects($one, $other)', { one: other, other: one })).toBe(doIntersect);
  });

  test('shapes of very many corners don’t hold the lake up', async () => {
    const corner = (n: number) => [90 * Math.cos(n) * ((n % 7) + 1) * 0.1, 80 * Math.sin(n) * ((n % 5) + 1) * 0.1];
    const ring = Array.from({ length: 1_500 }, (_, n) => corner(n));
    const star = { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
    const started = performance.now();
    await ask('geo::contains($star, $star)', { star }).catch((error: unknown) =>
      expect(error).toMatchObject({ statusCode: 400 }),
    );
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(await ask('1')).toBe(1);
  }, 20_000);
});

describe('documents, releases and variants', () => {
  test.each([
    ['documents::get()', '*[_id == "plain"][0]{"t": documents::get(to)._type}.t', 'place'],
    ['documents::incomingRefCount()', '*[_id == "oslo"][0]{"n": documents::incomingRefCount()}.n', 1],
    ['documents::incomingGlobalDocumentReferenceCount()', 'documents::incomingGlobalDocumentReferenceCount()', 0],
    ['releases::all()', 'releases::all()[state == "active"]._id', ['_.releases.spring']],
    ['sanity::partOfRelease()', '*[sanity::partOfRelease("spring")]._id', ['versions.spring.oslo']],
    ['sanity::versionOf()', '*[sanity::versionOf("oslo")]._id', ['oslo', 'versions.spring.oslo']],
    ['sanity::partOfVariant()', '*[sanity::partOfVariant("young")]._id', ['varied']],
    ['sanity::dataset()', 'sanity::dataset()', 'production'],
    ['media::aspect(), without a Media Library', '*[_id == "plain"][0]{"a": media::aspect(image, "credit")}.a', null],
    ['user::attributes(), of which nobody has any', 'user::attributes()', {}],
  ])('%s', async (_, query, result) => {
    expect(await ask(query)).toEqual(result);
  });

  test('text::semanticSimilarity() is refused with the reason', async () => {
    const failure = await failureOf(ask('*[_type == "place"] | score(text::semanticSimilarity("harbour"))'));
    expect(failure).toMatchObject({ statusCode: 400, message: expect.stringContaining('embeddings') });
  });
});

describe('strings, lists, numbers, times and changes', () => {
  test.each([
    ['string::split("a,b", ",")', ['a', 'b']],
    ['string::startsWith("abc", "ab")', true],
    ['[string::lower("AB"), string::upper("ab"), lower("AB"), upper("ab")]', ['ab', 'AB', 'ab', 'AB']],
    ['array::join(["a", 1, true], "-")', 'a-1-true'],
    ['array::compact([1, null, 2])', [1, 2]],
    ['array::unique([1, 2, 1])', [1, 2]],
    ['array::intersects([1, 2], [2, 3])', true],
    ['[math::min([3, 1, null]), math::max([3, 1]), math::sum([1, 2]), math::avg([1, 2])]', [1, 3, 3, 1.5]],
    ['dateTime("2026-11-22T10:00:00Z") - dateTime("2026-11-22T09:00:00Z")', 3600],
    ['string(dateTime("2026-11-22T10:00:00Z") + 60)', '2026-11-22T10:01:00Z'],
    ['dateTime(now()) == dateTime::now()', true],
    ['[round(2.567, 2), length("åé"), coalesce(null, 1), defined(null)]', [2.57, 2, 1, false]],
    ['pt::text([{"_type": "block", "children": [{"_type": "span", "text": "a"}]}])', 'a'],
    ['diff::changedAny({"a": 1, "b": 2}, {"a": 1, "b": 3}, (a, b))', true],
    ['diff::changedAny({"a": 1, "b": 2}, {"a": 1, "b": 3}, a)', false],
    ['diff::changedOnly({"a": 1, "b": 2}, {"a": 1, "b": 3}, b)', true],
    ['diff::changedAny({"l": [{"k": 1, "v": 1}]}, {"l": [{"k": 1, "v": 2}]}, l[k == 1].v)', true],
    ['diff::changedAny({"l": [{"k": 1, "v": 1}]}, {"l": [{"k": 1, "v": 2}]}, l[].(k))', false],
    ['select(1 > 2 => "a", "b")', 'b'],
    ['"drafts.a.b" in path("drafts.**")', true],
    ['"draftsXa" in path("drafts.**")', false],
    ['1 // the end', 1],
    ['//only a comment before\n2', 2],
  ])('%s', async (query, result) => {
    expect(await ask(query)).toEqual(result);
  });
});

describe('what is wrong is said with its place', () => {
  test.each([
    ['*[_type == ]', 'queryParseError', 10, 11],
    ['*[foo(1)]', 'queryParseError', 2, 5],
    ['*[foo::bar(1)]', 'queryParseError', 2, 5],
    ['*[geo(1, 2)]', 'queryParseError', 2, 5],
    ['*[geo(at) == ]', 'queryParseError', 12, 13],
    ['*[defined(a, b)]', 'queryParseError', 2, 9],
    ['*[', 'queryParseError', 2, 2],
  ])('%s', async (query, type, start, end) => {
    const failure = await failureOf(ask(query));
    expect(failure.details).toMatchObject({ type, query, start, end, description: expect.stringMatching(/\w/) });
    expect(failure.message).toContain('GROQ query parse error');
  });

  test('before() and after() are for webhooks only, as at Sanity', async () => {
    expect((await failureOf(ask('before().title'))).details).toMatchObject({ type: 'queryParseError', start: 0 });
  });
});
