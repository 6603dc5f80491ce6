import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPerson, aReference } from '@bodytext/schema/fixtures';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { aPlainArticle, causesSection, type PlainArticle, toText, whatSection } from './fixtures/plain-article.ts';
import { type RunningLake, run, runImport, startLake } from './fixtures/running-lake.ts';

jest.setTimeout(60_000);

let lake: RunningLake;
beforeAll(async () => {
  lake = await startLake(4160);
});
afterAll(async () => {
  await lake.stop();
});
beforeEach(async () => {
  // Strong references block the deletion of their targets, so referring documents are deleted first.
  for (const type of ['article', 'topic', 'topic', 'callToAction', 'articleImport', 'person', 'literatureReference']) {
    await lake.client.delete({
      query: '*[_type == $type && !(_type == "topic" && count(*[references(^._id)]) > 0)]',
      params: { type },
    });
  }
});

const reportSchema = z.object({
  ok: z.boolean(),
  files: z.array(
    z.looseObject({
      outcome: z.string(),
      article: z
        .looseObject({ id: z.string(), studio: z.string(), missing: z.array(z.looseObject({ code: z.string() })) })
        .optional(),
      made: z.array(z.looseObject({ id: z.string(), type: z.string(), name: z.string() })).optional(),
      error: z.object({ code: z.string(), message: z.string() }).optional(),
    }),
  ),
});

async function importing(overrides: Partial<PlainArticle> = {}, ...options: string[]) {
  return importingTexts([toText(aPlainArticle(overrides))], ...options);
}

async function importingTexts(texts: string[], ...options: string[]) {
  const { code, stdout } = await runImport(lake, texts, '--json', ...options);
  return { code, report: reportSchema.parse(JSON.parse(stdout)) };
}

/** All documents with their revisions, to show that nothing was written. */
function everything() {
  return lake.client.fetch('*[_type in ["article", "topic", "callToAction", "articleImport"]] | order(_id)');
}

function article(id: string) {
  return lake.client.getDocument(id);
}

/** Publishes everything that an import created: topics from the top, then the article. */
async function publishAll(articleId: string, made: { id: string; type: string }[]) {
  await lake.client.create(aPerson({ photo: undefined }));
  await lake.client.create(aReference());
  const offer = made.find(({ type }) => type === 'callToAction');
  if (offer) await lake.client.patch(offer.id).set({ url: 'https://www.example.org/walk' }).commit();
  await lake.client
    .patch(articleId)
    .set({
      authors: [{ _type: 'reference', _key: 'a1', _ref: 'person-mira-lindqvist' }],
      references: [{ _type: 'reference', _key: 'r1', _ref: 'reference-neck-pain' }],
    })
    .commit();
  for (const draftId of [...made.map(({ id }) => id), articleId]) {
    const publishedId = draftId.replace('drafts.', '');
    await lake.client.action({ actionType: 'sanity.action.document.publish', draftId, publishedId });
  }
}

describe('importing a new article', () => {
  it('creates drafts of it, its topics and its call to action', async () => {
    const { code, report } = await importing();
    expect([code, report.ok, report.files[0]?.outcome]).toEqual([0, true, 'created']);
    expect(report.files[0]?.made?.map(({ name, type }) => [name, type])).toEqual([
      ['Back Pain', 'topic'],
      ['Leg Pain', 'topic'],
      ['gentle walking programme', 'callToAction'],
    ]);
    const stored = await article(report.files[0]?.article?.id ?? '');
    expect(stored).toMatchObject({
      title: 'Sciatica',
      slug: { current: 'sciatica' },
      what: { heading: 'What is Sciatica?' },
    });
    expect(await lake.client.fetch('count(*[!(_id in path("**"))])')).toBe(0);
  });

  it('reports what is missing for publication', async () => {
    const { report } = await importing();
    expect(report.files[0]?.article?.missing.map(({ code }) => code)).toEqual([
      'authors.missing',
      'references.missing',
      'reference.unpublished',
      'reference.unpublished',
    ]);
  });

  it('prints the draft’s id, its link and what to do', async () => {
    const { code, stdout, stderr } = await runImport(lake, [toText(aPlainArticle())]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Draft drafts\.article-[0-9a-f]{24}\n/);
    expect(stdout).toMatch(/http:\/\/localhost:4162\/intent\/edit\/id=article-[0-9a-f]{24};type=article\//);
    expect(stdout).toContain('authors: Name at least one author.');
    expect(stdout).toContain('Topic “Leg Pain”: http');
  });

  it('refers to existing topics, by their addresses', async () => {
    await lake.client.create({
      _id: 'mine',
      _type: 'topic',
      title: 'Backs',
      slug: { _type: 'slug', current: 'back-pain' },
    });
    const { report } = await importing();
    const [leg, offer] = report.files[0]?.made ?? [];
    expect([leg?.name, offer?.type]).toEqual(['Leg Pain', 'callToAction']);
    expect(await article(leg?.id ?? '')).toMatchObject({ parent: { _ref: 'mine' } });
  });

  it('shares topics and calls to action between the files of one command', async () => {
    const second = { title: 'Foot Drop', breadcrumb: 'Back Pain > Leg Pain > Foot Drop' };
    const { report } = await importingTexts([toText(aPlainArticle()), toText(aPlainArticle(second))]);
    expect(report.files.map(({ made }) => made?.length)).toEqual([3, 0]);
    expect(await lake.client.fetch('count(*[_type == "topic"])')).toBe(2);
  });

  it('can be published when nothing is missing, with strong references', async () => {
    const { report } = await importing();
    const [file] = report.files;
    await publishAll(file?.article?.id ?? '', file?.made ?? []);
    const published = await article((file?.article?.id ?? '').replace('drafts.', ''));
    expect(published?.topic).toEqual({ _type: 'reference', _ref: expect.stringContaining('topic-') });
  });
});

describe('importing the same file again', () => {
  it('changes nothing', async () => {
    await importing();
    const before = await everything();
    const { code, report } = await importing();
    expect([code, report.files[0]?.outcome]).toEqual([0, 'unchanged']);
    expect(await everything()).toEqual(before);
  });

  it('changes nothing after publication either', async () => {
    const { report } = await importing();
    await publishAll(report.files[0]?.article?.id ?? '', report.files[0]?.made ?? []);
    const before = await everything();
    expect((await importing()).report.files[0]?.outcome).toBe('unchanged');
    expect((await importing({}, '--update')).report.files[0]?.outcome).toBe('unchanged');
    expect(await everything()).toEqual(before);
  });
});

describe('importing a changed file', () => {
  const changed = { headline: 'The Long Nerve Is Still Complaining' };

  it('updates a draft that no editor has changed', async () => {
    await importing();
    const { report } = await importing(changed);
    expect(report.files[0]?.outcome).toBe('updated');
    expect(await article(report.files[0]?.article?.id ?? '')).toMatchObject(changed);
    expect((await importing(changed)).report.files[0]?.outcome).toBe('unchanged');
  });

  it.each([[[]], [['--update']]])(
    'never overwrites a draft that an editor changed, with options %p',
    async (options) => {
      const { report } = await importing();
      await lake.client
        .patch(report.files[0]?.article?.id ?? '')
        .set({ headline: 'An editor’s words' })
        .commit();
      const before = await everything();
      const again = await importing(changed, ...options);
      expect([again.code, again.report.files[0]?.error?.code]).toEqual([1, 'articleEdited']);
      expect(await everything()).toEqual(before);
    },
  );

  it('does not change another article at the same address', async () => {
    await importing();
    const topic = await lake.client.fetch('*[_type == "topic" && slug.current == "leg-pain"][0]._id');
    await lake.client.delete({ query: '*[_type in ["article", "articleImport"]]' });
    await lake.client.create({
      _id: 'drafts.somebody',
      _type: 'article',
      title: 'Sciatica',
      slug: { _type: 'slug', current: 'sciatica' },
      topic: {
        _type: 'reference',
        _ref: String(topic).replace('drafts.', ''),
        _weak: true,
        _strengthenOnPublish: { type: 'topic' },
      },
    });
    const theirs = await article('drafts.somebody');
    const { code, report } = await importing();
    expect([code, report.files[0]?.outcome]).toEqual([0, 'created']);
    expect(await article('drafts.somebody')).toEqual(theirs);
    const updating = await importing(changed, '--update');
    expect(updating.report.files[0]?.article?.id).not.toBe('drafts.somebody');
    expect(await article('drafts.somebody')).toEqual(theirs);
  });

  it('reports that the address is taken when another article is published there', async () => {
    const { report } = await importing();
    const id = report.files[0]?.article?.id ?? '';
    await publishAll(id, report.files[0]?.made ?? []);
    const theirs = await article(id.replace('drafts.', ''));
    await lake.client.create({
      ...theirs,
      _id: 'somebodys-article',
      _type: 'article',
      slug: { _type: 'slug', current: 'moved-on' },
    });
    await lake.client.delete({ query: `*[_type == "articleImport" || _id == "${theirs?._id}"]` });
    await lake.client.patch('somebodys-article').set({ slug: theirs?.slug }).commit();
    const again = await importing(changed);
    const codes = again.report.files[0]?.article?.missing.map(({ code }) => code);
    expect([again.code, again.report.files[0]?.outcome]).toEqual([0, 'created']);
    expect(codes).toContain('slug.taken');
  });

  it('creates a draft of a published article only with --update, and keeps its other fields', async () => {
    const { report } = await importing();
    const id = report.files[0]?.article?.id ?? '';
    await publishAll(id, report.files[0]?.made ?? []);
    const refused = await importing(changed);
    expect([refused.code, refused.report.files[0]?.error?.code]).toEqual([1, 'articlePublished']);
    const { report: updated } = await importing(changed, '--update');
    expect(updated.files[0]?.outcome).toBe('updated');
    expect(await article(id)).toMatchObject({ ...changed, authors: [{ _ref: 'person-mira-lindqvist' }] });
    expect(await article(id.replace('drafts.', ''))).toMatchObject({ headline: 'The Long Nerve Complains' });
  });
});

describe('a file that can’t be imported', () => {
  it('stores nothing, and does not stop the import of other files', async () => {
    const noArticle = toText(aPlainArticle({ sections: [whatSection(), causesSection()] }));
    const alone = await importingTexts([noArticle]);
    expect([alone.code, alone.report.files[0]?.error?.code]).toEqual([1, 'ordealMissing']);
    expect(await everything()).toEqual([]);
    const { code, report } = await importingTexts([noArticle, toText(aPlainArticle())]);
    expect([code, ...report.files.map(({ outcome }) => outcome)]).toEqual([1, 'failed', 'created']);
  });

  it('gets one sentence when it does not exist', async () => {
    const { code, stdout } = await run(['packages/importer/src/main.ts', 'no-such-file.txt'], lake.env);
    expect(code).toBe(1);
    expect(stdout).toBe('no-such-file.txt\n  Not imported. The file can’t be read: no such file or directory.\n');
  });

  it('gets one sentence when no lake runs', async () => {
    const elsewhere = { ...lake, env: { ...lake.env, LAKE_URL: 'http://localhost:4169' } };
    const { code, stdout, stderr } = await runImport(elsewhere, [toText(aPlainArticle())]);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/Not imported\. The lake does not answer at http:\/\/localhost:4169: start the newsroom/);
  });
});

describe('the importer’s token', () => {
  const tokenFile = () => join(lake.env.DATA_DIR ?? '', 'importer-token');

  it('is cached in a file that only its owner can read', async () => {
    await importing();
    const { mode } = await stat(tokenFile());
    expect(mode & 0o777).toBe(0o600);
  });

  const damages: [string, () => Promise<unknown>][] = [
    ['the lake has revoked it', () => writeFile(tokenFile(), 'sk-forgotten')],
    ['its file is empty', () => writeFile(tokenFile(), '')],
    ['its file contains zeros', () => writeFile(tokenFile(), Buffer.alloc(40))],
    ['its file contains other text', () => writeFile(tokenFile(), 'some other\nwords of “somebody”\n')],
    ['its file is larger than any header', () => writeFile(tokenFile(), 'sk'.repeat(100_000))],
    ['its path is a folder', () => mkdir(join(tokenFile(), 'inside'), { recursive: true })],
  ];

  it.each(damages)('is created again and cached when %s', async (_, damage) => {
    await rm(tokenFile(), { force: true });
    await damage();
    expect((await importing()).report.files[0]?.outcome).toBe('created');
    const made = await readFile(tokenFile(), 'utf8');
    await importing();
    expect(await readFile(tokenFile(), 'utf8')).toBe(made);
  });

  it('is required', async () => {
    const { code, stdout } = await run(['packages/importer/src/main.ts', join(lake.folder, 'article-0.txt')], {
      ...lake.env,
      SANITY_API_WRITE_TOKEN: 'sk-invented',
    });
    expect(code).toBe(1);
    expect(stdout).toContain('The lake does not know the token.');
  });
});

it('prints its usage for an invalid command', async () => {
  for (const args of [[], ['--upd', 'x.txt']]) {
    const { code, stdout, stderr } = await run(['packages/importer/src/main.ts', ...args], lake.env);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('npm run import -- FILE…');
    expect(stderr).not.toMatch(/\n\s+at /);
  }
});
