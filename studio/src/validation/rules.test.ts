import { contextVerdicts } from '@bodytext/schema/context-verdicts';
import { aNewsroom, anArticle, anImageAsset, aTopic } from '@bodytext/schema/fixtures';
import { pathToString } from '@bodytext/schema/issue';
import { verdicts } from '@bodytext/schema/verdicts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SanityDocument } from '@sanity/types';
import { validateDocumentWithWorkspace } from '@sanity/validation';
import { getFallbackLocaleSource } from '@sanity/validation/_internal';
import { z } from 'zod';
import { compiledSchema } from '../testing/compiled-schema.ts';
import { openQueryLake } from '../testing/query-lake.ts';

const published = [...aNewsroom(), anImageAsset(), aTopic({ _id: 'versions.r1.topic-new', slug: { current: 'new' } })];
let lake: Awaited<ReturnType<typeof openQueryLake>>;
beforeAll(async () => {
  lake = await openQueryLake(published);
});
afterAll(() => lake.close());

const sanityDocument = z.custom<SanityDocument>(
  (value) => z.looseObject({ _type: z.string() }).safeParse(value).success,
);
/** The parts of a slug and of a text block are Sanity's own types, whose rules no definition can take away. */
const sanitysOwn = new Set(['value.required', 'value.not-allowed']);
const needsOthers =
  /^reference\.(?:unpublished|type|missing|elsewhere)$|^address\.missing$|^slug\.(?:taken|reserved)$|^parent\.cycle$/;

/** What an editor of the Studio reads about a document, at which field. */
async function shown(document: unknown) {
  // `validateDocument` makes a warning of every rule of a document; this is what the Studio itself runs.
  const markers = await validateDocumentWithWorkspace({
    document: sanityDocument.parse(document),
    workspace: { schema: compiledSchema, getClient: () => lake.client, i18n: getFallbackLocaleSource() },
    environment: 'studio',
    // Sanity asks this about assets, which are the lake's own documents; about ours `checkInContext` does.
    getDocumentExists: async () => true,
  });
  return markers.map(({ path, code, level }) => ({
    path: pathToString(z.array(z.union([z.string(), z.number(), z.object({ _key: z.string() })])).parse(path)),
    code,
    severity: level === 'error' ? 'blocks' : 'advises',
  }));
}

describe('the Studio says what a person says', () => {
  const edited = verdicts.filter(({ document }) => {
    const type = sanityDocument.safeParse(document).data?._type;
    return type !== undefined && compiledSchema.get(type) !== undefined && !type.startsWith('sanity.');
  });

  it.each(edited)('about $name', async ({ document, issues }) => {
    const found = (await shown(document)).filter(({ code }) => !needsOthers.test(code) && !sanitysOwn.has(code));
    expect(inOrder(found)).toEqual(inOrder(issues));
  });

  it.each(edited)('and Sanity’s own types object to nothing else about $name', async ({ document, issues }) => {
    const own = (await shown(document)).filter(({ code }) => sanitysOwn.has(code));
    const refused = issues.filter(({ severity }) => severity === 'blocks').map(({ path }) => path);
    expect(own.filter(({ path }) => !refused.some((field) => path.startsWith(field)))).toEqual([]);
  });
});

describe('the Studio knows the documents around the one being edited', () => {
  // A report is edited in public, so that what it points to may be gone.
  const drafted = contextVerdicts.filter(({ document }) => sanityDocument.parse(document)._type !== 'feedback');

  it.each(drafted)('and says what a person says about $name', async ({ document, issues }) => {
    const found = (await shown(document)).filter(({ code }) => needsOthers.test(code));
    expect(inOrder(found)).toEqual(inOrder(issues));
  });

  it('and refuses an address that another article has', async () => {
    const twin = anArticle({ _id: 'drafts.article-twin' });
    expect(await shown(twin)).toEqual([{ path: 'slug', code: 'slug.taken', severity: 'blocks' }]);
  });

  it('and lets the same slug stand below another topic', async () => {
    const elsewhere = aTopic({ _id: 'topic-below', parent: { _type: 'reference', _ref: 'topic-back-pain' } });
    expect(await shown(elsewhere)).toEqual([]);
  });

  it('and refuses a reference to what readers can’t see', async () => {
    const article = anArticle({ callToAction: { _type: 'reference', _ref: 'not-published' } });
    expect(await shown(article)).toEqual([{ path: 'callToAction', code: 'reference.unpublished', severity: 'blocks' }]);
  });

  it('and sees for what is in a release what is published with it', async () => {
    const inNewTopic = { topic: { _type: 'reference' as const, _ref: 'topic-new' } };
    expect(await shown(anArticle({ _id: 'versions.r1.article-twin', ...inNewTopic }))).toEqual([]);
    const unpublished = { path: 'topic', code: 'reference.unpublished', severity: 'blocks' };
    expect(await shown(anArticle({ _id: 'drafts.article-twin', ...inNewTopic }))).toEqual([unpublished]);
    expect(await shown(anArticle({ _id: 'versions.r2.article-twin', ...inNewTopic }))).toEqual([unpublished]);
  });

  it('and refuses a topic inside itself', async () => {
    const topic = aTopic({ parent: { _type: 'reference', _ref: 'topic-back-pain' } });
    expect(await shown(topic)).toEqual([{ path: 'parent', code: 'parent.cycle', severity: 'blocks' }]);
  });
});

it('never says the same thing twice about one field', async () => {
  for (const { document } of verdicts.filter(({ document }) => sanityDocument.safeParse(document).success)) {
    const sentences = (await shown(document)).map(({ path, code }) => `${path} ${code}`);
    expect(sentences).toEqual([...new Set(sentences)]);
  }
});

function inOrder(issues: { path: string; code: string; severity: string }[]) {
  return issues.toSorted((a, b) => `${a.path} ${a.code}`.localeCompare(`${b.path} ${b.code}`));
}
