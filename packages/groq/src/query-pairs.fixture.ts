import fc from 'fast-check';
import { mayRead, type ReadAccess } from './access.ts';
import { answerQuery } from './answer.ts';
import { withOwnFunctions } from './compile/compile.ts';
import { type LakeDocument, publishedIdOf, splitId } from './document.ts';
import { openDocuments } from './open-documents.fixture.ts';
import { evaluate, parse } from './parse/groq.ts';
import { type Perspective, publishedOnly, raw } from './perspective.ts';
import { runQuery } from './run.ts';

/* Random datasets, readers and queries. The oracle is groq-js over all documents that a reader sees. */

const ids = ['a', 'b', 'c', 'd', 'e', 'drafts.a', 'drafts.b', 'drafts.f', 'versions.r.a', 'versions.r.c', 'x.y'];
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const texts = fc.constantFrom(
  'Lower back',
  'back pain',
  'Neck',
  'a.b c',
  'é 😀',
  'İNCE',
  '\ue000',
  '😀',
  '',
  'x'.repeat(501),
  `${'X'.repeat(39)}y`,
  `${'x'.repeat(40)}z`,
  `${'x'.repeat(40)}A`,
);
const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('3', true, false, null, -0.5), texts);
const reference = fc.record({ _ref: fc.constantFrom(...ids) });
const block = fc.record({
  _type: fc.constant('block'),
  children: fc.array(fc.record({ _type: fc.constant('span'), text: fc.constantFrom('lo', 'wer', ' back ', 'pain') })),
});
const document = fc.record({
  _id: fc.constantFrom(...ids),
  _type: fc.constantFrom('article', 'article', 'topic'),
  _createdAt: fc.constantFrom('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
  slug: optional(fc.record({ current: fc.oneof(fc.constantFrom('one', 'two', 'three'), scalar) })),
  title: optional(scalar),
  n: optional(fc.oneof(scalar, fc.constant([1]), fc.constant({ deep: 1 }))),
  'odd.name': optional(scalar),
  at: optional(
    fc.constantFrom(
      '2024-01-01T00:00:00Z',
      '2024-01-01T00:00:00.5Z',
      '2024-01-01T01:00:00+02:00',
      '2024-01-01t00:00:00z',
      '2024-13-01T00:00:00Z',
      '2024-01-01',
      3,
    ),
  ),
  to: optional(fc.oneof(reference, fc.constant({ _ref: 3, more: { _ref: 'a' } }))),
  list: optional(fc.array(fc.record({ _key: fc.constantFrom('k', 'l'), more: optional(reference) }), { maxLength: 2 })),
  authors: optional(fc.array(reference, { maxLength: 2 })),
  body: optional(fc.array(block, { maxLength: 2 })),
  _system: optional(fc.constantFrom({ delete: true }, {})),
});

const id = fc.constantFrom(...ids.map((text) => `"${text}"`), '$id', 'null', '^._id', '^.to._ref');
const field = fc.constantFrom(
  'n',
  'title',
  'slug.current',
  '_createdAt',
  '_id',
  '_type',
  'n.deep',
  '["odd.name"]',
  'odd.name',
  'at',
  '_originalId',
);
const value = fc.constantFrom('1', '2', '"3"', 'true', 'null', '"back pain"', '"\ue000"', '"😀"', '$n', '^.n', '$slug');
const pattern = fc.constantFrom(
  '"back*"',
  '"lower"',
  '"*ack"',
  '"lo*r"',
  '["back", "pa*"]',
  '"ab"',
  '"x*"',
  '"é"',
  '"İNCE"',
  '"İ*"',
  '"in*"',
  '"a.b"',
  '$word',
  '^.title',
);
const matched = fc.constantFrom(
  'title',
  '[title, slug.current]',
  'pt::text(body)',
  '_id',
  'body[].children[].text',
  'list[].more._ref',
  'string::lower(title)',
);
const condition = fc.oneof(
  fc
    .tuple(
      id,
      fc.constantFrom(
        '_id == *',
        '* == _id',
        '_id in [*, "a"]',
        'references(*)',
        'references([*, "b"])',
        'sanity::versionOf(*)',
        'to._ref == *',
        '* in authors[]._ref',
      ),
    )
    .map(([key, text]) => text.replace('*', key)),
  fc.constantFrom(
    '_type == "article"',
    '_type in ["topic"]',
    '_type == $type',
    '!(_type == "topic")',
    '_type in $types',
    '_type in "article"',
    '_type == ["article"]',
  ),
  fc.tuple(field, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), value).map((parts) => parts.join(' ')),
  fc.tuple(value, fc.constantFrom('==', '<', '>='), field).map((parts) => parts.join(' ')),
  fc.tuple(field, fc.constantFrom('in [1, "3", "one"]', 'in $list', 'in ["a", null]')).map((parts) => parts.join(' ')),
  field.map((name) => `defined(${name})`),
  fc.tuple(matched, pattern).map(([left, right]) => `${left} match ${right}`),
  fc.constantFrom('count(list) > 0', '_id in path("drafts.**")', 'defined(body)', 'title', 'true'),
);
const textQuery = fc.constantFrom(
  '"*"',
  '"back"',
  '"ba* lo*"',
  '"back -pain"',
  '"\\"lower back\\""',
  '"a*"',
  '""',
  '$word',
);
/** The conditions of the Studio's lists and searches. groq-js has no `text::query()`. */
const search = fc
  .tuple(
    fc.constantFrom('[@, _id]', '[@, _id]', 'title', '@', '[title, _id]', 'pt::text(body)', 'list'),
    textQuery,
    fc.constantFrom('""', '"a"', '$id'),
  )
  .map(([text, words, id]) => `(${text} match text::query(${words}) || references(${id}))`);
const filter = fc.oneof(
  condition,
  search,
  fc.tuple(condition, fc.constantFrom('&&', '||'), condition).map((parts) => parts.join(' ')),
  fc.tuple(condition, condition, condition).map(([a, b, c]) => `(${a} || ${b}) && ${c}`),
);
/**
 * The sort keys of the Studio's lists: a value, a function of it, and whether documents without one come first or last.
 */
const keyOf = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('', '', 'select(defined(*) => 0, 1), ', 'select(defined(*) => 1, 0) desc, '),
      fc.constantFrom('*', '*', 'lower(*)', 'dateTime(*)', 'select(defined(*) => 1, 0)'),
      of,
      fc.constantFrom('', ' asc', ' desc'),
    )
    .map(([missing, by, value, direction]) => (missing + by + direction).replaceAll('*', value));
const orderOf = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(keyOf(of), { minLength: 1, maxLength: 2 }).map((keys) => `| order(${keys.join(', ')})`);
const order = orderOf(field);
const projection = fc
  .tuple(
    fc.constantFrom('_type, ', '..., ', '', '"odd": {"name": n}, '),
    fc.oneof(field, fc.constantFrom('to->title', 'lower(title)', '^._id', '[title]', 'coalesce(title, n)')),
    field,
    fc.constantFrom('', ', title', ', ...to', ', ...'),
  )
  .map(([before, first, second, after]) => `{${before}_id, _originalId, "orderings": [${first}, ${second}]${after}}`);
const projectedOrder = orderOf(fc.constantFrom('orderings[0]', 'orderings[0]', 'orderings[1]', 'title', 'odd.name'));
const slice = fc.constantFrom(
  '[0]',
  '[0...2]',
  '[0..2]',
  '[1...3]',
  '[2]',
  '[-1]',
  '[0...-1]',
  '[$from...$to]',
  '[5...9]',
  '[0...0]',
);
const selected = fc.oneof(
  filter.map((text) => `*[${text}]`),
  fc.tuple(filter, slice).map(([text, cut]) => `*[${text}]${cut}`),
  fc.tuple(filter, order, slice).map(([text, by, cut]) => `*[${text}] ${by} ${cut}`),
  fc.tuple(filter, order).map(([text, by]) => `*[${text}] ${by}`),
  fc.tuple(order, slice).map(([by, cut]) => `* ${by} ${cut}`),
  fc.tuple(filter, filter).map(([a, b]) => `*[${a}][${b}]`),
  fc.tuple(filter, projection, projectedOrder, slice).map(([text, made, by, cut]) => `*[${text}]${made} ${by} ${cut}`),
  fc.tuple(filter, projection, slice).map(([text, made, cut]) => `*[${text}]${made}${cut}`),
);
/** The Studio's searches: in its lists, for a reference, and over all types. */
const scored = fc
  .tuple(
    filter,
    fc.array(
      fc.oneof(
        fc
          .tuple(fc.constantFrom('title', '[title, n]', '[@, _id]', '@'), textQuery)
          .map(([text, words]) => `boost(_type in ["article"] && ${text} match text::query(${words}), 10)`),
        fc.constantFrom(
          'boost(references("a"), 5)',
          'boost(references($list), 5)',
          'n > 1 || title match "back pain"',
          'title match ["lo*", "neck"]',
          '_id match "a"',
          'boost(title match "lower", -3)',
        ),
        search,
      ),
      { minLength: 1, maxLength: 3 },
    ),
    fc.constantFrom('[_score > 0]', '[_score > 0]', '', '[_score > 1]'),
    fc.constantFrom('{_id, _type, "orderings": [_score, _updatedAt, title]}', '{_id, _score, title}', '', '._id'),
    fc.constantFrom('| order(orderings[0] desc, lower(orderings[2]))', '| order(_score desc)', ''),
    fc.oneof(slice, fc.constant('')),
  )
  .map(([text, by, above, made, sorted, cut]) => `*[${text}] | score(${by.join(', ')})${above}${made}${sorted}${cut}`);
/** Queries that an index-only scan may answer. */
const listed = fc
  .tuple(
    filter,
    order,
    fc.array(
      fc.constantFrom(
        '_id',
        '_rev',
        '"to": to->title',
        '"x": to->{title, "y": to->n}',
        'n',
        'title',
        'slug',
        '"s": slug.current',
        '"d": defined(n)',
        '"c": coalesce(title, n, _type)',
        '"t": to._ref',
        '"r": references("a")',
        '"m": @ match text::query("back")',
        '"sel": select(n > 1 => title, lower(title))',
        '"l": count(list)',
        '"up": upper(title)',
        '"old": n == 2 && at != null',
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, by, fields]) => `*[${text}] ${by} {${fields.join(', ')}}`);
export const anyQuery = fc.oneof(
  selected,
  scored,
  listed,
  fc.tuple(filter, field).map(([text, name]) => `*[${text}].${name.replace('["odd.name"]', 'n')}`),
  selected.map((text) => `${text}{_id, "target": to->title, "same": *[_id == ^.to._ref]._id}`),
  filter.map((text) => `count(*[${text}])`),
  fc.constant('count(*)'),
  fc.tuple(filter, selected).map(([outer, inner]) => `*[${outer}]{_id, "inner": ${inner}{_id}, "n": count(${inner})}`),
  fc
    .tuple(filter, filter)
    .map(([outer, inner]) => `*[${outer}].list[].more{"found": *[${inner}]._id, "n": count(*[${inner}])}`),
  fc.tuple(filter, filter).map(([outer, inner]) => `*[${outer} && count(*[${inner}]) > 1]._id`),
);
export const anyDataset = fc.uniqueArray(document, { selector: ({ _id }) => _id, maxLength: 11 });

export type Reader = { perspective: Perspective; access: ReadAccess };

const perspectives: Perspective[] = [
  raw,
  publishedOnly,
  { kind: 'layers', layers: ['drafts', ''] },
  { kind: 'layers', layers: ['versions.r', 'drafts', ''] },
];
const accesses: ReadAccess[] = [
  { kind: 'everything' },
  { kind: 'everything' },
  { kind: 'public' },
  { kind: 'nothing' },
  { kind: 'filtered', allows: ({ n, _id }) => n !== 1 && _id !== 'drafts.a' },
  { kind: 'unversioned', of: { kind: 'everything' } },
  { kind: 'unversioned', of: { kind: 'filtered', allows: ({ n }) => n !== 1 } },
];
export const anyReader: fc.Arbitrary<Reader> = fc.record({
  perspective: fc.constantFrom(...perspectives),
  access: fc.constantFrom(...accesses),
});

const params = {
  id: 'a',
  type: 'article',
  types: ['article'],
  slug: 'one',
  n: 2,
  list: [1, 'two'],
  word: 'back',
  from: 1,
  to: 3,
};

/** No timeout: on a busy machine it would look like a difference. */
const noDeadline = { check: () => undefined };

/**
 * Results as JSON: of `answerQuery`, of `runQuery`, of `runQuery` with deadline checks in loops, of a second connection
 * with lazy fields (as in the lake's worker threads), and of groq-js.
 */
type Compared = { answered: string; evaluated: string; loopsChecked: string; onReader: string; expected: string };

/** A store in which to compare queries. */
export function openPairs() {
  const store = openDocuments();
  const secondConnection = store.openReader();

  return {
    fill(documents: { _id: string; _type: string; [field: string]: unknown }[]): LakeDocument[] {
      // Stored as JSON, which has no undefined fields.
      const stored: LakeDocument[] = JSON.parse(JSON.stringify(documents));
      store.write(() => {
        for (const id of ids) store.documents.delete(id);
        for (const content of stored)
          store.documents.put({ ...content, _rev: '1', _updatedAt: content._id.includes('.') ? 'x' : 'y' });
      });
      return store.documents.idsWhere('1', []).flatMap((id) => store.documents.get(id) ?? []);
    },

    /** A query's result in each of our ways, and by groq-js over all documents that the reader sees. */
    compare(query: string, reader: Reader, all: LakeDocument[]): Compared {
      const dataset = seenBy(reader, all);
      // Under a perspective, a reference to any variant resolves to the visible one.
      const idOf = (ref: string) => (reader.perspective.kind === 'raw' ? ref : publishedIdOf(ref));
      const dereference = ({ _ref }: { _ref: string }) => dataset.find(({ _id }) => _id === idOf(_ref));
      const candidates = { fetch: () => dataset, get: (ref: string) => dereference({ _ref: ref }) };
      const parsed = parse(query, { params, mode: 'normal' });
      // groq-js has no text::query(), and scores only its own match.
      const needsOwnFunctions = /text::query|score\(/.test(query);
      const tree = needsOwnFunctions ? withOwnFunctions(parsed, { candidates, deadline: noDeadline }) : parsed;
      const expected = evaluate(tree, { params, dataset, dereference });
      // No lower bound on candidates, so that the index order is used for these few documents.
      const project = { projectId: 'p', dataset: 'd' };
      const scope = { documents: store.documents, ...reader, identity: 'me', fewCandidates: 0, project };
      const { json } = answerQuery({ query, params }, scope, undefined, noDeadline);
      const evaluated = runQuery({ query, params }, scope, { deadline: noDeadline });
      const loopsChecked = JSON.stringify(
        runQuery({ query, params }, scope, { deadline: noDeadline, checksLoops: true }),
      );
      const onReader = secondConnection.inSnapshot(() =>
        JSON.stringify(
          runQuery({ query, params }, { ...scope, documents: secondConnection.documents }, { deadline: noDeadline }),
        ),
      );
      return {
        answered: json,
        evaluated: JSON.stringify(evaluated),
        loopsChecked,
        onReader,
        expected: JSON.stringify(expected),
      };
    },

    close: store.close,
  };
}

/** The visible documents by Sanity's definition of perspectives, without an index. */
function seenBy({ perspective, access }: Reader, all: LakeDocument[]): LakeDocument[] {
  const readable = all.filter((one) => mayRead(access, one));
  if (perspective.kind === 'raw') return readable;
  const { layers } = perspective;
  const groups = Map.groupBy(readable, ({ _id }) => publishedIdOf(_id));
  return [...groups].flatMap(([_id, variants]) => {
    const levels = variants.map((one) => ({ one, level: layers.indexOf(splitId(one._id).variant) }));
    const uppermost = levels.filter(({ level }) => level >= 0).sort((a, b) => a.level - b.level)[0]?.one;
    const system = uppermost?._system;
    const isVersion = uppermost?._id.startsWith('versions.');
    const isRemoved =
      isVersion && typeof system === 'object' && system !== null && 'delete' in system && system.delete === true;
    return uppermost && !isRemoved ? [{ ...uppermost, _id, _originalId: uppermost._id }] : [];
  });
}
