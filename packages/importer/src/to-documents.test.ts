import { Buffer } from 'node:buffer';
import { checkPublishable } from '@bodytext/schema/check';
import { draft } from '@bodytext/schema/document-types';
import { plainText } from '@bodytext/schema/portable-text';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aPlainArticle, type PlainArticle, toText } from './fixtures/plain-article.ts';
import { parseArticle } from './parse-article.ts';
import { readText } from './read-text.ts';
import { type Finders, toDocuments } from './to-documents.ts';

const emptyLake: Finders = { topic: () => undefined, callToAction: () => undefined };

function documentsOf(overrides: Partial<PlainArticle> = {}, finders = emptyLake) {
  return toDocuments(parseArticle(toText(aPlainArticle(overrides))), finders);
}

const weakTo = (type: string, id: string | undefined) => ({
  _type: 'reference',
  _ref: id,
  _weak: true,
  _strengthenOnPublish: { type },
});

describe('an article in an empty lake', () => {
  const { article, topics, callToAction } = documentsOf();

  it('and its topics and call to action are valid drafts', () => {
    expect(draft.article.safeParse(article).success).toBe(true);
    expect(topics.map((topic) => draft.topic.safeParse(topic).success)).toEqual([true, true]);
    expect(draft.callToAction.safeParse(callToAction).success).toBe(true);
  });

  it('only lacks authors and references for publication', () => {
    const blocking = checkPublishable(article).filter(({ severity }) => severity === 'blocks');
    expect(blocking.map(({ code }) => code)).toEqual(['authors.missing', 'references.missing']);
  });

  it('has its slug from the breadcrumb’s last label, and its topics from the others', () => {
    expect(documentsOf({ breadcrumb: 'Back Pain > Leg Pain > The Long Nerve' }).article.slug?.current).toBe(
      'the-long-nerve',
    );
    expect(topics.map(({ title, slug }) => [title, slug?.current])).toEqual([
      ['Back Pain', 'back-pain'],
      ['Leg Pain', 'leg-pain'],
    ]);
  });

  it('has weak references to its unpublished topics and call to action', () => {
    expect(topics[0]?.parent).toBeUndefined();
    expect(topics[1]?.parent).toEqual(weakTo('topic', topics[0]?._id));
    expect(article.topic).toEqual(weakTo('topic', topics[1]?._id));
    expect(article.callToAction).toEqual(weakTo('callToAction', callToAction?._id));
  });

  it('has deterministic, valid ids', () => {
    expect(documentsOf()).toEqual(documentsOf());
    for (const id of [article._id, ...topics.map(({ _id }) => _id), callToAction?._id]) {
      expect(id).toMatch(/^[A-Za-z]+-[0-9a-f]{24}$/);
    }
  });

  it('has a unique key for every paragraph, also for repeated ones', () => {
    const again = 'The same words twice, as in a refrain, long enough to be a paragraph.';
    const { lead = [] } = documentsOf({ lead: [again, again, 'And others.'] }).article;
    expect(new Set(lead.map(({ _key }) => _key)).size).toBe(3);
  });
});

describe('an article without breadcrumb', () => {
  it('has its slug from the title, and is missing a topic', () => {
    const { article, topics } = documentsOf({ title: 'Stiff & Sore Neck', breadcrumb: undefined });
    expect(article.slug?.current).toBe('stiff-and-sore-neck');
    expect(topics).toEqual([]);
    expect(checkPublishable(article).map(({ code }) => code)).toContain('topic.missing');
  });

  it('has no slug when the title has no Latin letter', () => {
    const { article } = documentsOf({ title: '坐骨神经痛', breadcrumb: undefined });
    expect(article.slug).toBeUndefined();
    expect(checkPublishable(article).map(({ code }) => code)).toContain('slug.missing');
  });
});

describe('an existing topic or call to action', () => {
  it('is referred to, and not created again', () => {
    const finders: Finders = {
      topic: (path) => (path.length === 1 ? { id: 'back', isPublished: true } : undefined),
      callToAction: () => ({ id: 'walking', isPublished: true }),
    };
    const { article, topics, callToAction } = documentsOf({}, finders);
    expect(topics.map(({ title, parent }) => [title, parent])).toEqual([
      ['Leg Pain', { _type: 'reference', _ref: 'back' }],
    ]);
    expect(callToAction).toBeUndefined();
    expect(article.callToAction).toEqual({ _type: 'reference', _ref: 'walking' });
  });
});

describe('a call to action', () => {
  it.each([
    ['gentle walking programme', 'gentle walking programme', undefined],
    ['See the exercises: https://example.org/moves?x=1', 'See the exercises', 'https://example.org/moves?x=1'],
    ['See the exercises (https://example.org/moves)', 'See the exercises', 'https://example.org/moves'],
    ['https://example.org/moves', 'https://example.org/moves', 'https://example.org/moves'],
  ])('written “%s” has the label “%s” and the address %s', (line, label, url) => {
    expect(documentsOf({ callToAction: line }).callToAction).toMatchObject({ name: label, label, ...(url && { url }) });
  });
});

const word = fc.stringMatching(/^[a-zé“”’]{1,9}$/);
const paragraph = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => `${words.join(' ')}.`);
const paragraphs = fc.array(paragraph, { minLength: 1, maxLength: 4 });
const headings = {
  what: fc.constantFrom('What is Sciatica?', 'About Sciatica', 'sciatica explained', 'Sciatica: What It Is'),
  causes: fc.constantFrom('Sciatica Causes', 'CAUSES OF SCIATICA', 'Why does sciatica happen?', 'Behind sciatica'),
  ordeal: fc.constantFrom('Living with sciatica', 'Sciatica Ordeal', 'The ordeal of sciatica', 'Enduring sciatica'),
};
const sectionsInAnyOrder = fc
  .record({
    what: fc.record({ heading: headings.what, paragraphs }),
    causes: fc.record({ heading: headings.causes, paragraphs }),
    ordeal: fc.record({ heading: headings.ordeal, paragraphs }),
    order: fc.shuffledSubarray(['what', 'causes', 'ordeal'] as const, { minLength: 3, maxLength: 3 }),
  })
  .map(({ order, ...named }) => order.map((name) => ({ name, ...named[name] })));

const wordsOf = (text: string) => text.split(/\s+/).filter((part) => part !== '');

it('has every word of the text once, in its section, in order', () => {
  fc.assert(
    fc.property(
      sectionsInAnyOrder,
      paragraphs,
      fc.constantFrom('Pain > Sciatica', 'Pain › Leg › Sciatica', 'Pain / Leg / Sciatica', undefined),
      fc.constantFrom('\n\n', '\r\n\r\n', '\r\r', '\n \n\n', '\r\n\t\r\n'),
      fc.constantFrom('', '\ufeff'),
      (sections, lead, breadcrumb, between, mark) => {
        const text = toText(aPlainArticle({ lead, sections, breadcrumb }), between);
        const source = readText(Buffer.from(mark + text));
        const { article, callToAction } = toDocuments(parseArticle(source), emptyLake);
        expect(wordsOf(plainText(article.lead ?? []))).toEqual(lead.flatMap(wordsOf));
        for (const { name, heading, paragraphs } of sections) {
          expect(article[name]?.heading).toBe(heading);
          expect(wordsOf(plainText(article[name]?.body ?? []))).toEqual(paragraphs.flatMap(wordsOf));
        }
        expect(callToAction?.label).toBe('gentle walking programme');
      },
    ),
    { numRuns: 300 },
  );
});
