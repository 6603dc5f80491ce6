import type { Article } from '@bodytext/schema/article';
import { draftId } from '@bodytext/schema/document';
import type { Draft } from '@bodytext/schema/draft';
import { z } from 'zod';
import { contentHash } from './content-hash.ts';
import { ImportProblem } from './problem.ts';
import type { ExistingArticle, StoredArticle } from './stored.ts';
import type { ImportedDocuments } from './to-documents.ts';

/** What the importer remembers of an article it wrote. Its id has a dot, so that no reader can ever ask for it. */
export const importRecord = z.object({
  _id: z.string(),
  _type: z.literal('articleImport'),
  /** What the text said: `contentHash` of its parts. */
  source: z.string(),
  /** What the draft said when the importer left it: `contentHash`. */
  content: z.string(),
});
export type ImportRecord = z.infer<typeof importRecord>;

export function recordId(articleId: string): string {
  return `imports.${articleId}`;
}

/** What an import does, decided before anything is written. */
export type ImportPlan = {
  outcome: 'created' | 'updated' | 'unchanged';
  /** The article's published id. */
  id: string;
  /** The article as it is after the import: the draft, or the published one where that says the same already. */
  article: Draft<Article>;
  /** The draft to write over, by its revision. */
  replaces: StoredArticle | undefined;
};

/**
 * Decides what becomes of a text in a lake that may know it already. Throws where somebody's work would be lost:
 * a draft is written over only if it still says what the importer made it say.
 *
 * @param source the text's `contentHash`
 * @param update whether to make a draft of an article that is published already
 */
export function planImport(
  { article }: ImportedDocuments,
  source: string,
  existing: ExistingArticle | undefined,
  record: ImportRecord | undefined,
  update: boolean,
): ImportPlan {
  const id = existing?.id ?? article._id;
  const { draft, published } = existing ?? {};
  const current = draft ?? published;
  const isOwnDraft = draft !== undefined && record?.content === contentHash(draft);
  const next = merge(draftId(id), isOwnDraft ? published : current, article);
  // A topic or call to action may have got a namesake since: that alone is no reason to write.
  const isSameText = isOwnDraft && record?.source === source;
  if (current !== undefined && (isSameText || contentHash(current) === contentHash(next))) {
    return { outcome: 'unchanged', id, article: merge(current._id, current, article), replaces: undefined };
  }
  if (draft !== undefined && !isOwnDraft) throw notOverwritten(draft, record !== undefined);
  if (draft === undefined && published !== undefined && !update) throw alreadyPublished(published);
  return { outcome: current === undefined ? 'created' : 'updated', id, article: next, replaces: draft };
}

/** The text's words, with all else as it is: an address, a topic or a call to action may be an editor's choice. */
function merge(id: string, base: StoredArticle | undefined, article: Draft<Article>): Draft<Article> {
  const { title, headline, lead, what, causes, ordeal } = article;
  const { _rev, _createdAt, _updatedAt, _system, ...kept }: Partial<StoredArticle> = base ?? {};
  return { ...article, ...kept, _type: 'article', _id: id, title, headline, lead, what, causes, ordeal };
}

function notOverwritten(draft: StoredArticle, wasImported: boolean): ImportProblem {
  const title = `“${draft.title ?? draft._id}”`;
  return wasImported
    ? new ImportProblem(
        'articleEdited',
        `Somebody has edited the draft of ${title} since it was imported, so nothing was changed. Publish or discard that draft to import the file.`,
      )
    : new ImportProblem(
        'articleNotImported',
        `The draft of ${title} has this address and was not made by the importer, so nothing was changed. Publish or discard that draft to import the file.`,
      );
}

function alreadyPublished(published: StoredArticle): ImportProblem {
  return new ImportProblem(
    'articlePublished',
    `“${published.title ?? published._id}” is published with another text, so nothing was changed. To make a draft of it with this file’s text, add --update.`,
  );
}
