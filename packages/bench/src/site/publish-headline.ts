import type { SanityClient } from '@sanity/client';
import { z } from 'zod';

const identified = z.object({ _id: z.string() });

/** One of the demo's articles, and its address. */
export async function articleToPublish(client: SanityClient): Promise<{ id: string; path: string }> {
  const found = await client.fetch('*[_type == "article" && slug.current == "lower-back-spasm"][0]{_id}');
  return { id: identified.parse(found)._id, path: '/back-pain/lower-back-pain/lower-back-spasm' };
}

/** Edits the draft and publishes it with the Studio's actions. */
export async function publishHeadline(client: SanityClient, id: string, headline: string): Promise<void> {
  await client.action({
    actionType: 'sanity.action.document.edit',
    draftId: `drafts.${id}`,
    publishedId: id,
    patch: { set: { headline } },
  });
  await client.action({ actionType: 'sanity.action.document.publish', draftId: `drafts.${id}`, publishedId: id });
}

export async function getPage(page: string): Promise<string> {
  const answer = await fetch(page);
  if (!answer.ok) throw new Error(`${page} answered ${answer.status}.`);
  return answer.text();
}
