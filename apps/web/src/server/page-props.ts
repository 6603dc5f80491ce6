import type { ReadContext } from '@bodytext/content/read';
import { expiredTags } from '../cache/expired-tags.ts';
import type { CacheMetadata } from '../cache/page-cache.ts';
import { limits } from '../limits.ts';
import { type PageProps, viewOf } from '../view/view.ts';
import { draftContent, publishedContent } from './content.ts';
import { environment } from './environment.ts';
import type { ReadPage } from './find-page.ts';
import { isPreview } from './preview-data.ts';

export type PageResult =
  | { props: PageProps & { cache: CacheMetadata }; revalidate: number | false }
  | { redirect: { destination: string; permanent: boolean }; revalidate: number }
  | { notFound: true; revalidate: number };

/** While the lake fails, a page with last good content is revalidated in the background after this. */
const secondsUntilRetry = 5;

/** The result of `getStaticProps` for a page. Throws when the lake fails and there is no last good content. */
export async function pageProps(read: ReadPage, previewData: unknown): Promise<PageResult> {
  const isDraft = isPreview(previewData);
  const answer = await readUnchanged(read, isDraft ? draftContent() : publishedContent());
  if (answer === undefined || answer.found.kind === 'missing') return { notFound: true, revalidate: 1 };
  const { found, cache } = answer;
  if (found.kind === 'redirect') {
    return { redirect: { destination: found.to, permanent: true }, revalidate: 1 };
  }
  const { siteUrl, isPublic, studioUrl, projectId, dataset, takesFeedback } = environment();
  return {
    props: withoutUndefined({
      view: viewOf(found, new Date()),
      siteUrl,
      isPublic,
      edit: isDraft ? { baseUrl: studioUrl, projectId, dataset } : null,
      takesFeedback: takesFeedback && !isDraft,
      cache,
    }),
    revalidate: secondsUntil(cache),
  };
}

/** Reads again if one of the tags expires during the read: otherwise the page would be stale when it is cached. */
async function readUnchanged(read: ReadPage, context: ReadContext, attempt = 1) {
  const journal = expiredTags(environment().dataDir);
  const { position } = journal;
  const readAt = Date.now();
  const answer = await read(context);
  if (answer === undefined) return undefined;
  const { data: found, tags, validUntil, stale } = answer;
  if (journal.haveExpired(tags, position) && attempt < limits.readAttempts.value) {
    return readUnchanged(read, context, attempt + 1);
  }
  const cache = { tags, position, readAt, validUntil, refreshAfter: stale ? secondsUntilRetry : null };
  return { found, cache };
}

function secondsUntil({ validUntil, refreshAfter }: CacheMetadata): number | false {
  if (refreshAfter !== null) return refreshAfter;
  return validUntil !== null && Math.max(1, Math.ceil((Date.parse(validUntil) - Date.now()) / 1000));
}

/** Next rejects props with `undefined`, which JSON does not have. */
function withoutUndefined<Value extends object>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
