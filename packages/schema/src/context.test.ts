import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { checkPublishable } from './check.ts';
import { checkInContext } from './context.ts';
import { contextVerdicts } from './context-verdicts.ts';
import { referenceTargets } from './document-reference.ts';
import { publishable } from './document-types.ts';
import { documentsWithEveryReference, everyReference, withFields } from './every-reference.ts';
import {
  aFeedback,
  aLinkedParagraph,
  anArticle,
  anImageAsset,
  aPage,
  aPerson,
  aRedirect,
  aTopic,
  oneOfEachType,
} from './fixtures.ts';
import { pathToString } from './issue.ts';
import { lookupOf } from './lookup.ts';
import { walkSchema } from './walk-schema.ts';

const published = [...oneOfEachType(), anImageAsset()];

/** The issues of a document among others, as `path: code`. */
function found(document: unknown, others: readonly unknown[] = published): string[] {
  return checkInContext(document, lookupOf(others)).map(({ path, code }) => `${pathToString(path)}: ${code}`);
}

/** Every schema within a schema. */
function schemasIn(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional) return schemasIn(schema.unwrap());
  if (schema instanceof z.ZodArray) return schemasIn(schema.element);
  if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap((option) => schemasIn(option));
  const fields = schema instanceof z.ZodObject ? Object.values(schema.shape) : [];
  return [schema, ...fields.flatMap((field) => schemasIn(field))];
}

function topic(id: string, slug: string, parent?: string) {
  return aTopic({ _id: id, title: slug, slug: { current: slug }, parent: parent ? { _ref: parent } : undefined });
}

it('finds no issue where every reference is resolved', () => {
  expect(published.flatMap((document) => found(document))).toEqual([]);
});

describe('references', () => {
  it('reports every reference to an unpublished document, with keys in its path', () => {
    const text = aLinkedParagraph('there', 'https://www.example.org');
    const article = anArticle({
      topic: { _ref: 'gone' },
      authors: [
        { _key: 'a1', _ref: 'person-mira-lindqvist' },
        { _key: 'a2', _ref: 'gone' },
      ],
      causes: {
        heading: 'Causes',
        body: [
          {
            ...text,
            _key: 'b1',
            children: [...text.children, { _type: 'citation', _key: 'c1', reference: { _ref: 'gone' } }],
            markDefs: [{ _type: 'internalLink', _key: 'i1', reference: { _ref: 'gone' } }],
          },
        ],
      },
    });
    expect(found(article)).toEqual([
      'causes.body[_key=="b1"].children[_key=="c1"].reference: reference.unpublished',
      'causes.body[_key=="b1"].markDefs[_key=="i1"].reference: reference.unpublished',
      'topic: reference.unpublished',
      'authors[_key=="a2"]: reference.unpublished',
    ]);
  });

  it('checks a weak reference that publishing strengthens', () => {
    const target = { _ref: 'gone', _weak: true, _strengthenOnPublish: { type: 'article' } };
    expect(found({ ...aRedirect(), target })).toEqual(['target: reference.unpublished']);
  });

  it('does not accept a draft as a published document', () => {
    const others = published.map((document) =>
      document._id === 'article-stiff-neck' ? { ...document, _id: 'drafts.article-stiff-neck' } : document,
    );
    expect(found(aRedirect(), others)).toEqual(['target: reference.unpublished']);
  });

  it('finds documents of unknown types with fields of the same names', () => {
    const odd = { _id: 'odd', _type: 'oddity', slug: 'text', topic: 'text', parent: 7 };
    expect(found({ _id: 'other', _type: 'oddity', to: { _ref: 'odd' } }, [odd])).toEqual([]);
  });

  it('are checked although the slug is half written', () => {
    const half = { ...anArticle(), slug: { _type: 'slug' }, topic: { _ref: 'gone' } };
    expect(found(half)).toEqual(['topic: reference.unpublished']);
  });
});

describe('the hand-written verdicts', () => {
  it.each(contextVerdicts)('hold for $name', ({ document, issues }) => {
    expect(checkPublishable(document).filter(({ severity }) => severity === 'blocks')).toEqual([]);
    expect(found(document)).toEqual(issues.map(({ path, code }) => `${path}: ${code}`));
  });

  it('have messages in whole sentences', () => {
    const lookup = lookupOf(published);
    const sentences = contextVerdicts.flatMap(({ document }) => checkInContext(document, lookup));
    for (const { message } of sentences) expect(message).toMatch(/^[A-Z“].*\.$/);
  });
});

describe('every reference that the schema describes', () => {
  const everywhere = documentsWithEveryReference();
  const places = everyReference().map((one) => ({ ...one, name: `${one.document._type}: ${pathToString(one.path)}` }));

  it('is in the documents of this test', () => {
    const tested = new Set(
      everywhere.flatMap((document) => walkSchema(publishable[document._type], document)).map(({ schema }) => schema),
    );
    const described = Object.values(publishable).flatMap((schema) => schemasIn(schema));
    const references = described.filter((schema) => referenceTargets.has(schema));
    expect(references.length).toBeGreaterThan(30);
    expect(references.filter((schema) => !tested.has(schema))).toEqual([]);
  });

  it.each(places)('is judged by the type of its target: $name', ({ document: of, path, to }) => {
    const wrong = published.filter(({ _id, _type }) => !to.some((type) => type === _type) && !_id.includes('.'));
    for (const [index, { _id }] of wrong.entries()) {
      const document = withFields(of, path, { _ref: _id, _weak: index % 2 === 0 });
      expect(found(document)).toContain(`${pathToString(path)}: reference.type`);
    }
    const code = to.includes('sanity.imageAsset') ? 'missing' : 'unpublished';
    const nowhere = withFields(of, path, { _ref: 'gone', _weak: true });
    expect(found(nowhere)).toContain(`${pathToString(path)}: reference.${code}`);
  });
});

describe('feedback', () => {
  it('can still be edited after its page was deleted', () => {
    const report = aFeedback({ page: { _ref: 'gone', _weak: true } });
    expect(checkInContext({ ...report, state: 'handled' }, lookupOf(published), report)).toEqual([]);
    expect(checkInContext(report, lookupOf(published), aFeedback())).toMatchObject([{ code: 'reference.unpublished' }]);
  });
});

describe('topics', () => {
  it('can’t be their own parent', () => {
    expect(found(topic('a', 'a', 'a'), [topic('a', 'a')])).toEqual(['parent: parent.cycle']);
  });

  it('can’t be inside each other', () => {
    expect(found(topic('a', 'a', 'b'), [topic('a', 'a'), topic('b', 'b', 'a')])).toEqual(['parent: parent.cycle']);
  });

  it('can’t be inside themselves three deep, also as a draft', () => {
    const others = [topic('a', 'a'), topic('b', 'b', 'a'), topic('c', 'c', 'b')];
    expect(found({ ...topic('a', 'a', 'c'), _id: 'drafts.a' }, others)).toEqual(['parent: parent.cycle']);
  });

  it('below a cycle of other topics are not blamed for it', () => {
    expect(found(topic('a', 'a', 'b'), [topic('b', 'b', 'c'), topic('c', 'c', 'b')])).toEqual([]);
  });

  it('may be as deep as they like', () => {
    const chain = Array.from({ length: 30 }, (_, n) => topic(`t${n}`, `t${n}`, n === 0 ? undefined : `t${n - 1}`));
    expect(found(topic('leaf', 'leaf', 't29'), chain)).toEqual([]);
  });
});

describe('addresses', () => {
  const others = [...published, topic('topic-neck', 'neck-pain')];

  it('can’t be had twice in one topic', () => {
    expect(found(anArticle({ _id: 'another' }), others)).toEqual(['slug: slug.taken']);
  });

  it('differ where the topics do', () => {
    expect(found(anArticle({ _id: 'another', topic: { _ref: 'topic-neck' } }), others)).toEqual([]);
  });

  it('are shared by topics and articles', () => {
    expect(found(topic('another', 'stiff-neck', 'topic-back-pain'), others)).toEqual(['slug: slug.taken']);
    expect(found(topic('another', 'stiff-neck'), others)).toEqual([]);
  });

  it('are shared by topics at the top and pages', () => {
    expect(found(topic('another', 'about'), others)).toEqual(['slug: slug.taken']);
    expect(found(aPage({ _id: 'another', slug: { current: 'back-pain' } }), others)).toEqual(['slug: slug.taken']);
  });

  it('of people stand apart', () => {
    expect(found(aPerson({ _id: 'another', slug: { current: 'about' } }), others)).toEqual([]);
    expect(found(aPerson({ _id: 'another' }), others)).toEqual(['slug: slug.taken']);
  });

  it('that the site reserves are refused at the top only', () => {
    expect(found(topic('t', 'people'), others)).toEqual(['slug: slug.reserved']);
    expect(found(aPage({ _id: 'p', slug: { current: 'api' } }), others)).toEqual(['slug: slug.reserved']);
    expect(found(topic('t', 'index'), others)).toEqual(['slug: slug.reserved']);
    expect(found(topic('t', 'people', 'topic-back-pain'), others)).toEqual([]);
  });

  it('of a draft may be its published version’s', () => {
    expect(found(anArticle({ _id: 'drafts.article-stiff-neck' }), others)).toEqual([]);
    expect(found(anArticle({ _id: 'versions.r1.article-stiff-neck' }), others)).toEqual([]);
  });

  it('are not taken by drafts', () => {
    expect(found(anArticle(), [...others, anArticle({ _id: 'drafts.another' })])).toEqual([]);
  });

  it('that are taken name the other document', () => {
    const [issue] = checkInContext(anArticle({ _id: 'another' }), lookupOf(others));
    expect(issue?.message).toBe('“Stiff neck” already has the address /back-pain/stiff-neck. Choose another slug.');
  });
});

it('finds nothing in a value that is no document', () => {
  expect([null, 7, 'text', [], {}].flatMap((value) => found(value))).toEqual([]);
});
