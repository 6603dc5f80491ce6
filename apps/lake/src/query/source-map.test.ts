import { evaluate, parse } from '@bodytext/groq/parse/groq';
import { createSources } from '@bodytext/groq/source-map/source-map';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ContentSourceMap, SanityClient, SanityDocumentStub } from '@sanity/client';
import { resolveEditInfo } from '@sanity/client/csm';
import { stegaClean } from '@sanity/client/stega';
import { startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
beforeAll(async () => {
  lake = await startTestLake({
    plugin: { roles: { marketer: { grants: [{ filter: '_type in ["article", "ad"]', permissions: ['read'] }] } } },
  });
  client = lake.client('administrator');
  const span = (key: string, text: string) => ({ _key: key, _type: 'span', text, marks: [] });
  const block = (key: string, text: string) => ({ _key: key, _type: 'block', children: [span(`${key}s`, text)] });
  const documents: SanityDocumentStub[] = [
    { _id: 'back', _type: 'topic', title: 'Back pain', secret: 'hidden topic' },
    {
      _id: 'spasm',
      _type: 'article',
      title: 'Lower back spasm',
      slug: { current: 'spasm' },
      tags: ['back', 'muscle'],
      "it's": 'quoted',
      topic: { _type: 'reference', _ref: 'back' },
      body: [block('one', 'First'), block('two', 'Second')],
      links: [
        { _key: 'a', label: 'Topic', to: { _type: 'reference', _ref: 'back' } },
        { _key: 'b', label: 'None' },
      ],
    },
    { _id: 'drafts.spasm', _type: 'article', title: 'Lower back spasms', slug: { current: 'spasm' } },
  ];
  await client.mutate(documents.map((create) => ({ create })));
});
afterAll(() => lake.stop());

type Options = { perspective?: 'raw' | 'published' | 'drafts'; keys?: boolean; as?: SanityClient };

async function ask(query: string, { perspective = 'published', keys = false, as = client }: Options = {}) {
  const resultSourceMap = keys ? 'withKeyArraySelector' : true;
  const answer = await as.fetch<unknown>(query, {}, { perspective, resultSourceMap, filterResponse: false });
  const map = answer.resultSourceMap;
  if (!map) throw new Error('There is no source map.');
  return { result: answer.result, map };
}

/** Where the client says that a value of the result is edited. */
function sourceOf(map: ContentSourceMap, resultPath: (string | number | { _key: string; _index: number })[]) {
  const info = resolveEditInfo({ studioUrl: '/', resultSourceMap: map, resultPath });
  return info && `${info.id}: ${JSON.stringify(info.path)}`;
}

describe('the source of a value', () => {
  test.each([
    ['a field', '*[_id == "spasm"][0]{title}', ['title'], 'spasm: ["title"]'],
    ['a renamed field', '*[_id == "spasm"][0]{"name": title}', ['name'], 'spasm: ["title"]'],
    ['a nested field', '*[_id == "spasm"][0]{"at": slug.current}', ['at'], 'spasm: ["slug","current"]'],
    ['a value alone', '*[_id == "spasm"][0].slug.current', [], 'spasm: ["slug","current"]'],
    ['a list of documents', '*[_type == "article"]{title}', [0, 'title'], 'spasm: ["title"]'],
    ['whole documents', '*[_type == "article"]', [0, 'slug', 'current'], 'spasm: ["slug","current"]'],
    ['what a reference leads to', '*[_id == "spasm"][0]{"topic": topic->title}', ['topic'], 'back: ["title"]'],
    ['a projection of a reference', '*[_id == "spasm"][0]{topic->{title}}', ['topic', 'title'], 'back: ["title"]'],
    ['a spread', '*[_id == "spasm"][0]{..., "n": 1}', ['title'], 'spasm: ["title"]'],
    ['a conditional spread', '*[_id == "spasm"][0]{_type == "article" => {"t": title}}', ['t'], 'spasm: ["title"]'],
    ['a projection of a projection', '*[_id == "spasm"]{"t": title}{"u": t}[0]', ['u'], 'spasm: ["title"]'],
    ['items of a list', '*[_id == "spasm"][0]{"labels": links[].label}', ['labels', 1], 'spasm: ["links",1,"label"]'],
    ['texts in a list', '*[_id == "spasm"][0]{tags}', ['tags', 1], 'spasm: ["tags",1]'],
    ['one item', '*[_id == "spasm"][0]{"last": tags[-1]}', ['last'], 'spasm: ["tags",1]'],
    [
      'filtered items',
      '*[_id == "spasm"][0]{"l": links[_key == "b"]{label}}',
      ['l', 0, 'label'],
      'spasm: ["links",1,"label"]',
    ],
    ['items that refer', '*[_id == "spasm"][0]{"l": links[]{"t": to->title}}', ['l', 0, 't'], 'back: ["title"]'],
    ['the first that there is', '*[_id == "spasm"][0]{"t": coalesce(subtitle, title)}', ['t'], 'spasm: ["title"]'],
    ['a choice', '*[_id == "spasm"][0]{"t": select(defined(x) => x, title)}', ['t'], 'spasm: ["title"]'],
    ['a subquery', '*[_id == "back"][0]{"a": *[references(^._id)]{title}}', ['a', 0, 'title'], 'spasm: ["title"]'],
    [
      'ordered and cut',
      '*[_type in ["article","topic"]] | order(title desc) [0...1] {title}',
      [0, 'title'],
      'spasm: ["title"]',
    ],
    ['an odd name', '*[_id == "spasm"][0]{"q": @["it\'s"]}', ['q'], 'spasm: ["it\'s"]'],
  ] as const)('%s', async (_, query, resultPath, source) => {
    const { map } = await ask(query);
    expect(sourceOf(map, [...resultPath])).toBe(source);
  });

  test.each([
    '*[_id == "spasm"][0]{"t": title + "!"}',
    '*[_id == "spasm"][0]{"t": upper(title)}',
    '*[_id == "spasm"][0]{"t": "literal"}',
    '*[_id == "spasm"][0]{"t": count(tags)}',
    '*[_id == "spasm"][0]{"t": pt::text(body)}',
  ])('is left out where it is computed: %s', async (query) => {
    const { map } = await ask(query);
    expect(map.mappings).toEqual({});
  });

  test('the result is the same as without a map', async () => {
    const queries = [
      '*{..., "n": _id, "refs": links[].to->title, "c": coalesce(x, title), _type == "topic" => {"t": title, "x": {...}}}',
      '*[]{"l": links[]{label, "t": to->{title}}, "x": null, "f": body[].children[].text, "g": tags[@ != "back"]}',
      '*[_type == "article"]{"m": links[]{..., "n": {"o": ^.label}}} | order(_id)',
      'count(*)',
      '{"a": *[0], "b": [1, *[1].title]}',
    ];
    for (const query of queries) {
      const plain = await client.fetch<unknown>(query, {}, { perspective: 'raw' });
      expect((await ask(query, { perspective: 'raw' })).result).toEqual(plain);
    }
  });

  test('is the draft, where the draft is seen', async () => {
    const { map } = await ask('*[_type == "article"]{title}', { perspective: 'drafts' });
    expect(map.documents).toEqual([{ _id: 'drafts.spasm', _type: 'article' }]);
  });

  test('names items by key if that is wished for', async () => {
    const query = '*[_id == "spasm"][0]{"l": links[]{label}, "b": body[1].children[0].text}';
    const { map } = await ask(query, { keys: true });
    expect(map.paths).toContain("$['links'][?(@._key=='b')]['label']");
    expect(sourceOf(map, ['b'])).toBe(
      'spasm: ["body",{"_key":"two","_index":-1},"children",{"_key":"twos","_index":-1},"text"]',
    );
  });
});

describe('the client’s stega', () => {
  test('marks texts, which are clean without it', async () => {
    const stega = client.withConfig({ stega: { enabled: true, studioUrl: 'https://studio.example' } });
    const query = '*[_id == "spasm"][0]{title, body, "topic": topic->title, "n": count(tags)}';
    const marked = await stega.fetch<{ title: string; topic: string }>(query, {}, { perspective: 'published' });
    expect(marked.title.length).toBeGreaterThan('Lower back spasm'.length);
    expect(marked.topic.length).toBeGreaterThan('Back pain'.length);
    expect(JSON.stringify(marked).length).toBeGreaterThan(JSON.stringify(stegaClean(marked)).length);
    expect(stegaClean(marked)).toEqual(await client.fetch(query, {}, { perspective: 'published' }));
  });
});

test('names nothing that its reader may not read', async () => {
  const as = lake.client('marketer');
  for (const query of [
    '*{..., "t": topic->title, "l": links[]{"t": to->title}}',
    '*[_id == "spasm"][0]{"t": coalesce(topic->secret, *[_type == "topic"][0].secret), "x": topic->{...}}',
    '*[_type == "topic"]',
  ]) {
    for (const perspective of ['raw', 'drafts', 'published'] as const) {
      const { map, result } = await ask(query, { as, perspective });
      expect(map.documents.map(({ _id }) => _id)).not.toContain('back');
      expect(JSON.stringify([map.documents, map.paths])).not.toContain('secret');
      expect(JSON.stringify(result)).not.toContain('hidden');
    }
  }
});

test('to look where values come from can be stopped at each object of the result', () => {
  const sources = createSources('keys');
  const query = '[{"a": {"b": 1}}, {"a": {"b": 2}}]';
  evaluate(sources.tree(parse(query, { params: {}, mode: 'normal' })), {});
  let checks = 0;
  sources.map({
    check() {
      checks += 1;
    },
  });
  // The list and the four objects in it.
  expect(checks).toBe(5);
});
