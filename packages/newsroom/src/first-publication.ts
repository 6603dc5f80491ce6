import { article } from '@bodytext/schema/article';
import { anyDocument } from '@bodytext/schema/document';

/** An article whose first publication is to be noted, in its field `firstPublishedAt`. */
export type FirstPublication = { id: string; at: string };

const noted = anyDocument.extend({ firstPublishedAt: article.shape.firstPublishedAt.catch(undefined) });

/**
 * What to note of an article whose draft is published: when that first happened. `_createdAt` can't say it, since
 * publishing copies it from the draft, which may have been begun months before. What was noted once stays, also where
 * an older text without it is published again. Nothing is known of articles that were public before this was noted.
 *
 * @param change the published document before and after, and whether it was a draft until now: what was written in
 *   public was created when it was published, and an import is no publication
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
