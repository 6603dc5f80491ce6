import { describe, expect, it } from '@jest/globals';
import { contentHash } from './content-hash.ts';
import { aPlainArticle, type PlainArticle, toText } from './fixtures/plain-article.ts';
import { parseArticle } from './parse-article.ts';
import { type ImportRecord, planImport, recordId } from './plan-import.ts';
import { type ExistingArticle, type StoredArticle, storedArticle } from './stored.ts';
import { type ImportedDocuments, toDocuments } from './to-documents.ts';

function imported(overrides: Partial<PlainArticle> = {}): ImportedDocuments {
  const text = parseArticle(toText(aPlainArticle(overrides)));
  return toDocuments(text, { topic: () => undefined, callToAction: () => undefined });
}

const documents = imported();
const id = documents.article._id;
const changedText = imported({ headline: 'The Long Nerve Complains Again' });

/** What the importer wrote, as the lake returns it. */
function stored(prefix: '' | 'drafts.', changes: Record<string, unknown> = {}): StoredArticle {
  const system = { _rev: 'r1', _createdAt: '2026-11-01T09:00:00Z', _updatedAt: '2026-11-01T09:00:00Z' };
  return storedArticle.parse({ ...documents.article, ...system, _id: `${prefix}${id}`, ...changes });
}

const record: ImportRecord = {
  _id: recordId(id),
  _type: 'articleImport',
  source: contentHash(documents.article),
  content: contentHash(documents.article),
};

/** `planImport` with the article's hash as the text's hash. */
function plan(of: ImportedDocuments, existing?: ExistingArticle, known?: ImportRecord, update = false) {
  return planImport(of, contentHash(of.article), existing, known, update);
}

const withDraft = (draft: StoredArticle): ExistingArticle => ({ id, draft, published: undefined });
const withPublished = (published: StoredArticle): ExistingArticle => ({ id, draft: undefined, published });
const author = { authors: [{ _type: 'reference', _key: 'a1', _ref: 'person' }] };

describe('a text that is new', () => {
  it('becomes a draft', () => {
    const planned = plan(documents, undefined, undefined, false);
    expect(planned).toMatchObject({ outcome: 'created', id, replaces: undefined });
    expect(planned.article._id).toBe(`drafts.${id}`);
  });
});

describe('the same text again', () => {
  it('changes nothing', () => {
    expect(plan(documents, withDraft(stored('drafts.')), record, false).outcome).toBe('unchanged');
    expect(plan(documents, withDraft(stored('drafts.')), record, true).outcome).toBe('unchanged');
  });

  it('changes nothing after an editor added missing fields', () => {
    expect(plan(documents, withDraft(stored('drafts.', author)), record, false).outcome).toBe('unchanged');
  });

  it('changes nothing after the article and its topic were published', () => {
    const topic = { _type: 'reference', _ref: documents.article.topic?._ref };
    const published = stored('', { ...author, topic });
    expect(plan(documents, withPublished(published), record, false).outcome).toBe('unchanged');
    expect(plan(documents, withPublished(published), record, true).outcome).toBe('unchanged');
  });

  it('changes nothing after an editor moved the article or chose another call to action', () => {
    const moved = stored('drafts.', { slug: { _type: 'slug', current: 'elsewhere' }, callToAction: { _ref: 'other' } });
    expect(plan(documents, withDraft(moved), record, false).outcome).toBe('unchanged');
  });
});

it('the same text changes nothing when a topic of the same name was created since', () => {
  const elsewhere = { ...documents, article: { ...documents.article, topic: { _ref: 'namesake' } } };
  const known = { ...record, source: contentHash(elsewhere.article) };
  expect(plan(elsewhere, withDraft(stored('drafts.')), known).outcome).toBe('unchanged');
});

describe('a changed text', () => {
  it('replaces an unchanged draft, at the revision that was read', () => {
    const planned = plan(changedText, withDraft(stored('drafts.')), record, false);
    expect(planned).toMatchObject({ outcome: 'updated', replaces: { _rev: 'r1' } });
    expect(planned.article.headline).toBe('The Long Nerve Complains Again');
  });

  it('never replaces a draft that an editor changed, not even with --update', () => {
    const edited = withDraft(stored('drafts.', { headline: 'My own words' }));
    expect(() => plan(changedText, edited, record, false)).toThrow(/Somebody has edited the draft of “Sciatica”/);
    expect(() => plan(changedText, edited, record, true)).toThrow(/nothing was changed/);
  });

  it('never replaces a draft to which an editor added an author', () => {
    expect(() => plan(changedText, withDraft(stored('drafts.', author)), record, true)).toThrow(/edited/);
  });

  it('never replaces a draft that the importer did not create', () => {
    const other = withDraft(stored('drafts.', { headline: 'My own words' }));
    expect(() => plan(documents, other, undefined, true)).toThrow(/was not made by the importer/);
  });

  it('becomes a draft of a published article only with --update', () => {
    const published = withPublished(stored('', { ...author, slug: { _type: 'slug', current: 'moved' } }));
    expect(() => plan(changedText, published, record, false)).toThrow(/add --update/);
    const { outcome, article, replaces } = plan(changedText, published, record, true);
    expect({ outcome, replaces }).toEqual({ outcome: 'updated', replaces: undefined });
    expect(article._id).toBe(`drafts.${id}`);
    expect(article).not.toHaveProperty('_rev');
  });

  it('keeps the published article’s other fields', () => {
    const published = withPublished(stored('', { ...author, slug: { _type: 'slug', current: 'moved' } }));
    const { article } = plan(changedText, published, record, true);
    expect(article).toMatchObject({
      ...author,
      slug: { current: 'moved' },
      headline: 'The Long Nerve Complains Again',
    });
  });

  it('does not replace a draft with another content than the last import', () => {
    const older = { ...record, content: contentHash(changedText.article) };
    expect(() => plan(imported({ title: 'Sciatica pain' }), withDraft(stored('drafts.')), older, false)).toThrow(
      /edited/,
    );
  });
});

describe('contentHash', () => {
  it('is the same whatever the order of the fields, and whether references are weak', () => {
    const weak = { a: { _ref: 'x', _weak: true, _strengthenOnPublish: { type: 't' } }, b: [1, { c: 2, d: 3 }] };
    expect(contentHash({ b: [1, { d: 3, c: 2 }], _id: 'other', _rev: 'r2', a: { _ref: 'x' } })).toBe(contentHash(weak));
  });

  it('differs where the order of a list does, or a word', () => {
    expect(contentHash({ a: [1, 2] })).not.toBe(contentHash({ a: [2, 1] }));
    expect(contentHash({ a: 'word' })).not.toBe(contentHash({ a: 'Word' }));
  });
});
