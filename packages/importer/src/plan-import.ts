import type { Article } from '@bodytext/schema/article';
import { draftId } from '@bodytext/schema/document';
import type { Draft } from '@bodytext/schema/draft';
import { z } from 'zod';
import { contentHash } from './content-hash.ts';
import { ImportProblem } from './problem.ts';
import type { ExistingArticle, StoredArticle } from './stored.ts';
import type { ImportedDocuments } from './to-documents.ts';

/** A record of an import, stored in the lake. Its id has a dot, so that it is not public. */
export const importRecord = z.object({
  _id: z.string(),
  _type: z.literal('articleImport'),
  /** The `contentHash` of the parsed text. */
  source: z.string(),
  /** The `contentHash` of the draft as the importer wrote it. */
  content: z.string(),
});
export type ImportRecord = z.infer<typeof importRecord>;

export function recordId(articleId: string): string {
  return `imports.${articleId}`;
}

/** The result of planning, before anything is written. */
export type ImportPlan = {
  outcome: 'created' | 'updated' | 'unchanged';
  /** The article's published id. */
  id: string;
  /** The article after the import: the draft, or the published document if it has the same content. */
  article: Draft<Article>;
  /** The draft to overwrite, at this revision. */
  replaces: StoredArticle | undefined;
};

/**
 * Decides whether an import creates, updates or changes nothing. Throws where it would overwrite an editor's work: a
 * draft is only overwritten if its content is still what the importer wrote.
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
  // With the same text nothing is written, even if references would now resolve to another topic of the same name.
  const isSameText = isOwnDraft && record?.source === source;
  if (current !== undefined && (isSameText || contentHash(current) === contentHash(next))) {
    return { outcome: 'unchanged', id, article: merge(current._id, current, article), replaces: undefined };
  }
  if (draft !== undefined && !isOwnDraft) throw notOverwritten(draft, record !== undefined);
  if (draft === undefined && published !== undefined && !update) throw alreadyPublished(published);
  return { outcome: current === undefined ? 'created' : 'updated', id, article: next, replaces: draft };
}

/** Replaces the text fields; keeps all others, such as slug and topic, which an editor may have changed. */
function merge(id: string, base: StoredArticle | undefined, article: Draft<Article>): Draft<Article> {
  const { title, headline, lead, what, causes, ordeal } = article;
  const { _rev, _createdAt, _updatedAt, _system, ...otherFields }: Partial<StoredArticle> = base ?? {};
  return { ...article, ...otherFields, _type: 'article', _id: id, title, headline, lead, what, causes, ordeal };
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
