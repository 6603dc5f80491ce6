import { contextVerdicts } from '@bodytext/schema/context-verdicts';
import { anArticle, anImageAsset, aTopic, oneOfEachType } from '@bodytext/schema/fixtures';
import { pathToString } from '@bodytext/schema/issue';
import { verdicts } from '@bodytext/schema/verdicts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SanityDocument } from '@sanity/types';
import { validateDocumentWithWorkspace } from '@sanity/validation';
import { getFallbackLocaleSource } from '@sanity/validation/_internal';
import { z } from 'zod';
import { compiledSchema } from '../testing/compiled-schema.ts';
import { openQueryLake } from '../testing/query-lake.ts';

const published = [
  ...oneOfEachType(),
  anImageAsset(),
  aTopic({ _id: 'versions.r1.topic-new', slug: { current: 'new' } }),
];
let lake: Awaited<ReturnType<typeof openQueryLake>>;
beforeAll(async () => {
  lake = await openQueryLake(published);
});
afterAll(() => lake.close());

const sanityDocument = z.custom<SanityDocument>(
  (value) => z.looseObject({ _type: z.string() }).safeParse(value).success,
);
/** Rules of Sanity's own types within slugs and text blocks, which a definition can't remove. */
const builtInCodes = new Set(['value.required', 'value.not-allowed']);
const contextCodes =
  /^reference\.(?:unpublished|type|missing|elsewhere)$|^address\.missing$|^slug\.(?:taken|reserved)$|^parent\.cycle$/;

/** The validation markers that the Studio shows for a document. */
async function shown(document: unknown) {
  // Not `validateDocument`, which makes every document rule a warning; the Studio itself runs this function.
  const markers = await validateDocumentWithWorkspace({
    document: sanityDocument.parse(document),
    workspace: { schema: compiledSchema, getClient: () => lake.client, i18n: getFallbackLocaleSource() },
    environment: 'studio',
    // Sanity calls it for assets only; `checkInContext` checks our own references.
    getDocumentExists: async () => true,
  });
  return markers.map(({ path, code, level }) => ({
    path: pathToString(z.array(z.union([z.string(), z.number(), z.object({ _key: z.string() })])).parse(path)),
    code,
    severity: level === 'error' ? 'blocks' : 'advises',
  }));
}

describe('the Studio shows the issues of the hand-written verdicts', () => {
  const edited = verdicts.filter(({ document }) => {
    const type = sanityDocument.safeParse(document).data?._type;
    return type !== undefined && compiledSchema.get(type) !== undefined && !type.startsWith('sanity.');
  });

  it.each(edited)('for $name', async ({ document, issues }) => {
    const found = (await shown(document)).filter(({ code }) => !contextCodes.test(code) && !builtInCodes.has(code));
    expect(inOrder(found)).toEqual(inOrder(issues));
  });

  it.each(edited)('and Sanity’s built-in rules add no other field for $name', async ({ document, issues }) => {
    const own = (await shown(document)).filter(({ code }) => builtInCodes.has(code));
    const refused = issues.filter(({ severity }) => severity === 'blocks').map(({ path }) => path);
    expect(own.filter(({ path }) => !refused.some((field) => path.startsWith(field)))).toEqual([]);
  });
});

describe('the Studio checks a document against the others', () => {
  // Feedback has live edit, and its page may have been deleted.
  const drafted = contextVerdicts.filter(({ document }) => sanityDocument.parse(document)._type !== 'feedback');

  it.each(drafted)('and shows the issues of the verdict for $name', async ({ document, issues }) => {
    const found = (await shown(document)).filter(({ code }) => contextCodes.test(code));
    expect(inOrder(found)).toEqual(inOrder(issues));
  });

  it('and blocks an address that another article has', async () => {
    const twin = anArticle({ _id: 'drafts.article-twin' });
    expect(await shown(twin)).toEqual([{ path: 'slug', code: 'slug.taken', severity: 'blocks' }]);
  });

  it('and allows the same slug below another topic', async () => {
    const elsewhere = aTopic({ _id: 'topic-below', parent: { _type: 'reference', _ref: 'topic-back-pain' } });
    expect(await shown(elsewhere)).toEqual([]);
  });

  it('and blocks a reference to an unpublished document', async () => {
    const article = anArticle({ callToAction: { _type: 'reference', _ref: 'not-published' } });
    expect(await shown(article)).toEqual([{ path: 'callToAction', code: 'reference.unpublished', severity: 'blocks' }]);
  });

  it('and sees the other versions of the same release', async () => {
    const inNewTopic = { topic: { _type: 'reference' as const, _ref: 'topic-new' } };
    expect(await shown(anArticle({ _id: 'versions.r1.article-twin', ...inNewTopic }))).toEqual([]);
    const unpublished = { path: 'topic', code: 'reference.unpublished', severity: 'blocks' };
    expect(await shown(anArticle({ _id: 'drafts.article-twin', ...inNewTopic }))).toEqual([unpublished]);
    expect(await shown(anArticle({ _id: 'versions.r2.article-twin', ...inNewTopic }))).toEqual([unpublished]);
  });

  it('and blocks a topic that is its own ancestor', async () => {
    const topic = aTopic({ parent: { _type: 'reference', _ref: 'topic-back-pain' } });
    expect(await shown(topic)).toEqual([{ path: 'parent', code: 'parent.cycle', severity: 'blocks' }]);
  });
});

it('never shows the same issue twice at one field', async () => {
  for (const { document } of verdicts.filter(({ document }) => sanityDocument.safeParse(document).success)) {
    const sentences = (await shown(document)).map(({ path, code }) => `${path} ${code}`);
    expect(sentences).toEqual([...new Set(sentences)]);
  }
});

function inOrder(issues: { path: string; code: string; severity: string }[]) {
  return issues.toSorted((a, b) => `${a.path} ${a.code}`.localeCompare(`${b.path} ${b.code}`));
}
