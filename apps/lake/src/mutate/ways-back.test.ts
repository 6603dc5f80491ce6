import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { z } from 'zod';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
let article: string;
let author: string;
let picture: string;
let count = 0;
beforeAll(async () => {
  lake = await startTestLake({
    plugin: {
      roles: {
        reviewer: {
          grants: [{ filter: '_type != "secret"', permissions: ['create', 'read', 'update', 'history'] }],
        },
      },
    },
  });
  client = lake.client('editor');
});
afterAll(() => lake.stop());
beforeEach(async () => {
  count += 1;
  article = `article-${count}`;
  author = `author-${count}`;
  picture = `image-${String(count).padStart(40, '0')}-10x10-png`;
  await client.create({ _id: author, _type: 'person' });
  await client.create({ _id: picture, _type: 'sanity.imageAsset' });
  await client.create(withPeople(article));
});

const reference = (_ref: string, more = {}) => ({ _type: 'reference', _ref, ...more });
const weakened = (_ref: string, type: string) => reference(_ref, { _weak: true, _strengthenOnPublish: { type } });

/** References in a field, a list, and an object within a list. */
function withPeople(_id: string) {
  return {
    _id,
    _type: 'article',
    authors: [reference(author, { _key: 'a' })],
    body: [{ _key: 'b', _type: 'figure', asset: reference(picture) }],
  };
}

/** What the references have become of documents that are gone. */
const settled = () => ({
  authors: [{ ...weakened(author, 'person'), _key: 'a' }],
  body: [{ _key: 'b', asset: weakened(picture, 'sanity.imageAsset') }],
});

/** The article lets go of both, and they are deleted; gives the revision that had them. */
async function loseBoth(): Promise<string> {
  const before = await client.getDocument(article);
  await client.patch(article).unset(['authors', 'body']).commit();
  await client.transaction().delete(author).delete(picture).commit();
  return before?._rev ?? '';
}

const history = z.object({ documents: z.array(z.looseObject({ _type: z.string() })) });

/** A document at a revision, as the Studio sends it back: all but when it was changed. */
async function documentAt(id: string, moment: string, _id: string) {
  const answer: unknown = await client.request({ url: `/data/history/production/documents/${id}?${moment}` });
  const [document] = history.parse(answer).documents;
  if (!document) throw new Error(`The history has no ${id}.`);
  const { _updatedAt, ...content } = document;
  return { ...content, _id };
}

const act = (actions: object | object[]) =>
  client.request({ method: 'POST', url: '/data/actions/production', body: { actions: [actions].flat() } });
const replaceDraft = (attributes: object) => ({
  actionType: 'sanity.action.document.replaceDraft',
  publishedId: article,
  attributes,
});
const createDraft = (attributes: object) => ({
  ...replaceDraft(attributes),
  actionType: 'sanity.action.document.create',
  ifExists: 'fail',
});
const versionOf = (document: object, publishedId = article) => ({
  actionType: 'sanity.action.document.version.create',
  publishedId,
  document,
});

describe('what a document referred to is gone, and it comes back all the same', () => {
  test('as an older revision', async () => {
    const revision = await loseBoth();
    const draft = `drafts.${article}`;
    await act(replaceDraft(await documentAt(article, `revision=${revision}`, draft)));
    expect(await client.getDocument(draft)).toMatchObject(settled());
  });

  test('as a deleted document whose partner is gone as well', async () => {
    await client.transaction().delete(article).delete(author).delete(picture).commit();
    const draft = `drafts.${article}`;
    const attributes = await documentAt(article, 'lastRevision=true', draft);
    await act([createDraft(attributes), replaceDraft(attributes)]);
    expect(await client.getDocument(draft)).toMatchObject(settled());
  });

  test('field by field, as the review of changes reverts them', async () => {
    const revision = await loseBoth();
    const { authors, body } = {
      authors: undefined,
      body: undefined,
      ...(await documentAt(article, `revision=${revision}`, '')),
    };
    const draft = `drafts.${article}`;
    const patch = { set: { authors, body } };
    await act({ actionType: 'sanity.action.document.edit', draftId: draft, publishedId: article, patch });
    expect(await client.getDocument(draft)).toMatchObject(settled());
  });

  test('in a release, new or in the place of a version', async () => {
    const revision = await loseBoth();
    await client.releases.create({ releaseId: `r${count}`, metadata: {} });
    const version = `versions.r${count}.${article}`;
    const document = await documentAt(article, `revision=${revision}`, version);
    await act(versionOf(document));
    expect(await client.getDocument(version)).toMatchObject(settled());
    await client.createOrReplace({ _id: version, _type: 'article' });
    await act({ actionType: 'sanity.action.document.version.replace', document });
    expect(await client.getDocument(version)).toMatchObject(settled());
  });

  test('in a reverted release, which is not left empty', async () => {
    const revision = await loseBoth();
    const [before, after] = [`before${count}`, `revert${count}`];
    await client.releases.create({ releaseId: before, metadata: {} });
    await act(versionOf({ _id: `versions.${before}.${article}`, _type: 'article', title: 'Released' }));
    await client.releases.publish({ releaseId: before });
    await client.releases.create({ releaseId: after, metadata: { releaseType: 'asap', cardinality: 'many' } });
    await act([versionOf(await documentAt(article, `revision=${revision}`, `versions.${after}.${article}`))]);
    expect(await client.getDocument(`versions.${after}.${article}`)).toMatchObject(settled());
  });

  test('in an archived release, whose other versions come back with it', async () => {
    const releaseId = `r${count}`;
    const [kept, purged] = [`versions.${releaseId}.${article}`, `versions.${releaseId}.purged${count}`];
    await client.releases.create({ releaseId, metadata: {} });
    await act([versionOf(withPeople(kept)), versionOf({ _id: purged, _type: 'note' }, `purged${count}`)]);
    await client.releases.archive({ releaseId });
    await loseBoth();
    lake.lake.main.store.log.purge(purged);
    await client.releases.unarchive({ releaseId });
    expect(await client.getDocument(kept)).toMatchObject(settled());
    expect(await client.releases.get({ releaseId })).toMatchObject({ state: 'active' });
  });

  test('and is strong again once the target is back and it is published', async () => {
    const revision = await loseBoth();
    const draftId = `drafts.${article}`;
    await act(replaceDraft(await documentAt(article, `revision=${revision}`, draftId)));
    const publish = { actionType: 'sanity.action.document.publish', draftId, publishedId: article };
    expect(await failureOf(act(publish))).toMatchObject({ statusCode: 409 });
    await client.create({ _id: author, _type: 'person' });
    await client.create({ _id: picture, _type: 'sanity.imageAsset' });
    await act(publish);
    const { authors, body } = withPeople(article);
    expect(await client.getDocument(article)).toMatchObject({ authors, body });
    expect(await failureOf(client.delete(author))).toMatchObject({ statusCode: 409 });
  });

  test('and its history tells how it is stored', async () => {
    const revision = await loseBoth();
    const draft = `drafts.${article}`;
    await act(replaceDraft(await documentAt(article, `revision=${revision}`, draft)));
    const stored = await client.getDocument(draft);
    expect(await documentAt(draft, 'lastRevision=true', draft)).toEqual({ ...stored, _updatedAt: undefined });
  });
});

describe('what is refused as before', () => {
  const refusal = { statusCode: 409, details: { items: [{ error: { type: 'documentReferenceDoesNotExistError' } }] } };
  const draftTo = (to: object) => replaceDraft({ _id: `drafts.${article}`, _type: 'article', to });

  test('a reference to what never was, or was purged', async () => {
    expect(await failureOf(act(draftTo(reference('never'))))).toMatchObject(refusal);
    await client.create({ _id: `purged-${count}`, _type: 'note' });
    await act({ actionType: 'sanity.action.document.delete', publishedId: `purged-${count}`, purge: true });
    expect(await failureOf(act(draftTo(reference(`purged-${count}`))))).toMatchObject(refusal);
  });

  test('a deletion of what a draft refers to, also one that the same request writes', async () => {
    const deletion = { actionType: 'sanity.action.document.delete', publishedId: author };
    expect(await failureOf(act([draftTo(reference(author)), deletion]))).toMatchObject({ statusCode: 409 });
  });

  test('a mutation that refers to what is gone', async () => {
    const revision = await loseBoth();
    const document = await documentAt(article, `revision=${revision}`, `drafts.${article}`);
    expect(await failureOf(client.createOrReplace(document))).toMatchObject(refusal);
  });

  test('a reference to what somebody may not know of', async () => {
    await client.create({ _id: `secret-${count}`, _type: 'secret' });
    await client.delete(`secret-${count}`);
    const actions = [draftTo(reference(`secret-${count}`))];
    const asked = lake
      .client('reviewer')
      .request({ method: 'POST', url: '/data/actions/production', body: { actions } });
    expect(await failureOf(asked)).toMatchObject(refusal);
  });
});

describe('a reference to a draft or a version', () => {
  test('names the document, wherever it stands and whoever writes it', async () => {
    const to = (_ref: string, more = {}) => ({ list: [{ _key: 'k', deep: { to: reference(_ref, more) } }] });
    await client.create({ _id: `a${count}`, _type: 'note', ...to(`drafts.${author}`) });
    await client.create({ _id: `b${count}`, _type: 'note', ...to(`versions.r.${author}`, { _weak: true }) });
    await act(replaceDraft({ _id: `drafts.${article}`, _type: 'article', ...to(`drafts.drafts.${author}`) }));
    await client
      .patch(article)
      .set(to(`drafts.${author}`))
      .commit();
    const stored = await client.getDocuments([`a${count}`, `b${count}`, `drafts.${article}`, article]);
    expect(stored).toMatchObject([to(author), to(author, { _weak: true }), to(author), to(author)]);
  });

  test('is weak until there is a published document, as the Studio has it', async () => {
    await client.create({ _id: `drafts.new${count}`, _type: 'person' });
    await client.create({ _id: `a${count}`, _type: 'note', to: reference(`drafts.new${count}`) });
    expect(await client.getDocument(`a${count}`)).toMatchObject({ to: weakened(`new${count}`, 'person') });
  });

  test('is refused where there is neither', async () => {
    const failure = await failureOf(client.create({ _type: 'note', to: reference('drafts.never') }));
    expect(failure).toMatchObject({ statusCode: 409, details: { items: [{ error: { referencedIDs: ['never'] } }] } });
  });

  test('stays as it is where it is another dataset’s', async () => {
    const elsewhere = {
      _type: 'crossDatasetReference',
      _ref: 'drafts.x',
      _dataset: 'other',
      _projectId: 'p',
      _weak: true,
    };
    const global = { _type: 'globalDocumentReference', _ref: 'media-library:ml1:asset' };
    await client.create({ _id: `a${count}`, _type: 'note', elsewhere, global });
    expect(await client.getDocument(`a${count}`)).toMatchObject({ elsewhere, global });
  });
});

test('a document that is made within a release may be referred to from there before it is', async () => {
  const releaseId = `r${count}`;
  await client.releases.create({ releaseId, metadata: {} });
  const version = `versions.${releaseId}.${article}`;
  await act(versionOf({ _id: version, _type: 'article' }));
  // The Studio leaves `_weak` out in releases.
  const to = reference(`new${count}`, { _strengthenOnPublish: { type: 'person', template: { id: 'person' } } });
  const patch = { set: { to } };
  await act({ actionType: 'sanity.action.document.edit', draftId: version, publishedId: article, patch });
  await act(versionOf({ _id: `versions.${releaseId}.new${count}`, _type: 'person' }, `new${count}`));
  await client.releases.publish({ releaseId });
  expect(await client.getDocument(article)).toMatchObject({ to: reference(`new${count}`) });
});
