import type { ReadContext } from '@bodytext/content/read';
import { expiredTags } from '../cache/expired-tags.ts';
import type { CacheFacts } from '../cache/page-cache.ts';
import { limits } from '../limits.ts';
import { type PageProps, viewOf } from '../view.ts';
import { draftContent, publishedContent } from './content.ts';
import { environment } from './environment.ts';
import type { ReadPage } from './find-page.ts';
import { isPreview } from './preview.ts';

export type PageResult =
  | { props: PageProps & { cache: CacheFacts }; revalidate: number | false }
  | { redirect: { destination: string; permanent: boolean }; revalidate: number }
  | { notFound: true; revalidate: number };

/** While the lake fails, a page with its last good content is tried again in the background after this. */
const secondsUntilRetry = 5;
const mostAttempts = limits.attempts.value;

/** What `getStaticProps` answers for a page. Throws when it was never read before and can't be read now. */
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

/** Reads again what changed while it was read: a page must not be born old. */
async function readUnchanged(read: ReadPage, context: ReadContext, attempt = 1) {
  const changes = expiredTags(environment().dataDir);
  const { position } = changes;
  const readAt = Date.now();
  const answer = await read(context);
  if (answer === undefined) return undefined;
  const { data: found, tags, validUntil, stale } = answer;
  if (changes.haveExpired(tags, position) && attempt < mostAttempts) return readUnchanged(read, context, attempt + 1);
  const cache = { tags, position, readAt, validUntil, refreshAfter: stale ? secondsUntilRetry : null };
  return { found, cache };
}

function secondsUntil({ validUntil, refreshAfter }: CacheFacts): number | false {
  if (refreshAfter !== null) return refreshAfter;
  return validUntil !== null && Math.max(1, Math.ceil((Date.parse(validUntil) - Date.now()) / 1000));
}

/** Next insists on JSON, which knows no undefined. */
function withoutUndefined<Value extends object>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
