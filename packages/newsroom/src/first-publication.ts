import { article } from '@bodytext/schema/article';
import { anyDocument } from '@bodytext/schema/document';

/** An article's id and the value to write to its `firstPublishedAt`. */
export type FirstPublication = { id: string; at: string };

const noted = anyDocument.extend({ firstPublishedAt: article.shape.firstPublishedAt.catch(undefined) });

/**
 * The `firstPublishedAt` to write when an article's draft is published. `_createdAt` can't serve: publishing copies it
 * from the draft, which may be months older. A value once written is kept, also when a revision without it is published
 * again. Articles published before this field existed stay without it.
 *
 * @param change the published document before and after, and whether its draft was published: a document written
 *   without a draft was published at its `_createdAt`, and an import is not a publication
 */
export function firstPublication(change: {
  before: unknown;
  after: unknown;
  wasDrafted: boolean;
}): FirstPublication | undefined {
  const after = noted.safeParse(change.after).data;
  if (!change.wasDrafted || after?._type !== 'article' || after.firstPublishedAt !== undefined) return undefined;
  const at = change.before === undefined ? after._updatedAt : noted.safeParse(change.before).data?.firstPublishedAt;
  return at === undefined ? undefined : { id: after._id, at };
}
